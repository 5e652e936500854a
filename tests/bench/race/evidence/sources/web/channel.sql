select * from channel
