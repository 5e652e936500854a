set timezone = 'Europe/Berlin';
set preserve_insertion_order = false;
create table events as
select distinct event_time::timestamptz as t, t::date as day, date_trunc('month', day)::date as month, event_name, visitor_id, session_id,
    regexp_extract(page_location, '://[^/]+([^?#]*)', 1) as page, source || ' / ' || medium as origin, device, country, form, method, file_name
from read_csv('data/*.csv.gz', all_varchar = true);
create table sessions as
select visitor_id, session_id, min(t) as start, min(day) as day, min(month) as month,
    arg_min(page, t) filter (event_name = 'page_view') as landing_page, count(*) filter (event_name = 'page_view') as page_views,
    arg_min(device, t) as device, arg_min(country, t) as country,
    case arg_min(origin, t) filter (origin is not null)
        when 'google / organic' then 'Organic Search' when 'bing / organic' then 'Organic Search' when 'google / cpc' then 'Paid Search'
        when 'newsletter / email' then 'Email' when 'linkedin.com / social' then 'Organic Social'
        when 'facebook / paid_social' then 'Paid Social' when 'partner.example / referral' then 'Referral' else 'Direct' end as channel
from events group by all;
create table conversions as
select 'contact' as rule, * from (select distinct on (visitor_id, session_id) visitor_id, day, month, file_name
    from events where event_name = 'generate_lead' and form = 'contact' order by t)
union all select 'quote', visitor_id, day, month, file_name from events where event_name = 'generate_lead' and form = 'quote'
union all select 'newsletter', * from (select distinct on (visitor_id) visitor_id, day, month, file_name
    from events where event_name = 'sign_up' and method = 'newsletter' order by t)
union all select 'pricing', * from (select distinct on (visitor_id, session_id) visitor_id, day, month, file_name
    from events where event_name = 'page_view' and page = '/pricing' order by t)
union all select 'download', visitor_id, day, month, file_name from events where event_name = 'file_download';
create table months as
select * replace (strftime(month, '%Y-%m') as month)
from (select month, count(distinct visitor_id) as visitors, count(*) filter (event_name = 'page_view') as page_views from events group by all)
join (select month, count(*) as sessions from sessions group by all) using (month)
left join (pivot conversions on rule using count(*) as n, count(distinct visitor_id) as people group by month) using (month)
order by month;
create view shown as select max(month) as month from sessions;
create table days as
select * replace (strftime(day, '%Y-%m-%d') as day)
from (select day, count(distinct visitor_id) as visitors, count(*) filter (event_name = 'page_view') as page_views
    from events join shown using (month) group by all)
left join (select day, count(*) as sessions from sessions group by all) using (day)
left join (pivot conversions on rule using count(*) as n, count(distinct visitor_id) as people group by day) using (day)
order by day;
create table people as
select visitor_id, sessions, page_views, unnest(first)
from (select visitor_id, count(*) as sessions, sum(page_views) as page_views,
        arg_min({'channel': channel, 'device': device, 'country': country, 'landing_page': landing_page}, (start, session_id)) as first
    from sessions join shown using (month) group by all);
create table done as from conversions join shown using (month) join people using (visitor_id);
create table channel as
from (select channel, count(*) as visitors, sum(sessions)::int as sessions, sum(page_views)::int as page_views from people group by all)
left join (pivot done on rule using count(*) as n, count(distinct visitor_id) as people group by channel) using (channel)
order by visitors desc;
create table device as
from (select device, count(*) as visitors, sum(sessions)::int as sessions, sum(page_views)::int as page_views from people group by all)
left join (pivot done on rule using count(*) as n, count(distinct visitor_id) as people group by device) using (device)
order by visitors desc;
create table country as
from (select country, count(*) as visitors, sum(sessions)::int as sessions, sum(page_views)::int as page_views from people group by all)
left join (pivot done on rule using count(*) as n, count(distinct visitor_id) as people group by country) using (country)
order by visitors desc;
create table landing_page as
from (select landing_page, count(*) as visitors, sum(sessions)::int as sessions, sum(page_views)::int as page_views from people group by all)
left join (pivot done on rule using count(*) as n, count(distinct visitor_id) as people group by landing_page) using (landing_page)
order by visitors desc;
create table pages as
select page, count(*) filter (event_name = 'page_view') as views, count(distinct visitor_id) as visitors
from events join shown using (month) where page <> '' group by all order by views desc;
create table downloads as
select file_name, count(*) as n from done where rule = 'download' group by all order by n desc;
create table goals as
select rule, count(*) as actual, case rule when 'download' then 132000 else 13200 end as target
from conversions, shown
where rule in ('contact', 'quote', 'download') and year(conversions.month) = year(shown.month) and conversions.month <= shown.month
group by all;
