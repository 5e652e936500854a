select * from months
