select * from days
