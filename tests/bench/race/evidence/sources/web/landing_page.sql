select * from landing_page
