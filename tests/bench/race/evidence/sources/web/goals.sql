select * from goals
