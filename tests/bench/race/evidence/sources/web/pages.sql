select * from pages
