/**
 * Oracle statements with answers written by hand, by theme. A case is a text and what comes of it: rows (columns joined by `|`, rows by
 * `;`, NULL as `-`), `n rows` of DML, `ok`, or the error's number.
 */
export interface Theme {
  readonly name: string;
  readonly setup: readonly string[];
  readonly cases: readonly (readonly [string, string])[];
}

const HR: readonly string[] = [
  `create table regions (region_id number constraint region_id_nn not null, region_name varchar2(25), constraint reg_id_pk primary key (region_id))`,
  `create table departments (department_id number(4) primary key, department_name varchar2(30) constraint dept_name_nn not null, region_id number references regions (region_id))`,
  `create table employees (employee_id number(6) constraint emp_id_pk primary key, last_name varchar2(25) not null, email varchar2(25) constraint emp_email_uk unique,
     hire_date date not null, salary number(8,2) constraint emp_salary_min check (salary > 0), commission number(2,2), manager_id number(6) constraint emp_manager_fk references employees,
     department_id number(4) constraint emp_dept_fk references departments)`,
  `insert into regions values (1, 'Europe')`,
  `insert into regions values (2, 'Asia')`,
  `insert all into departments values (10, 'Administration', 1) into departments values (20, 'Marketing', 1) into departments values (50, 'Shipping', 2) into departments values (90, 'Executive', null) select * from dual`,
  `insert into employees values (100, 'King', 'SKING', date '2003-06-17', 24000, null, null, 90)`,
  `insert into employees values (101, 'Kochhar', 'NKOCHHAR', date '2005-09-21', 17000, null, 100, 90)`,
  `insert into employees values (102, 'De Haan', 'LDEHAAN', date '2001-01-13', 17000, 0.1, 100, 90)`,
  `insert into employees values (120, 'Weiss', 'MWEISS', date '2004-07-18', 8000, 0.25, 100, 50)`,
  `insert into employees values (121, 'Fripp', 'AFRIPP', date '2005-04-10', 8200, null, 100, 50)`,
  `insert into employees values (200, 'Whalen', 'JWHALEN', date '2003-09-17', 4400, null, 101, 10)`,
  `insert into employees values (201, 'Hartstein', 'MHARTSTE', date '2004-02-17', 13000, null, 100, 20)`,
  `insert into employees values (299, 'Nobody', null, date '2020-02-29', 1, null, 201, null)`,
  `commit`,
];

export const QUERY_THEMES: readonly Theme[] = [
  {
    name: 'selecting rows',
    setup: HR,
    cases: [
      [`select last_name from employees where employee_id = 101`, 'Kochhar'],
      [`SELECT Last_Name FROM Employees WHERE "EMPLOYEE_ID" = 101`, 'Kochhar'],
      [`select e.last_name from employees e where e.salary between 8000 and 8200 order by 1`, 'Fripp;Weiss'],
      [
        `select last_name from employees where salary not between 2 and 16999 order by last_name`,
        'De Haan;King;Kochhar;Nobody',
      ],
      [`select last_name from employees where last_name like 'K%' order by last_name desc`, 'Kochhar;King'],
      [`select last_name from employees where last_name like '_e%' order by 1`, 'De Haan;Weiss'],
      [`select last_name from employees where email is null`, 'Nobody'],
      [`select count(*) from employees where commission is not null`, '2'],
      [`select employee_id from employees where department_id in (10, 20) order by employee_id`, '200;201'],
      [`select employee_id from employees where department_id not in (10, 20, 50) order by employee_id`, '100;101;102'],
      [
        `select employee_id from employees where (department_id, manager_id) in ((90, 100), (10, 101)) order by 1`,
        '101;102;200',
      ],
      [`select employee_id from employees where not (salary > 5000 or department_id = 10)`, ''],
      [
        `select employee_id from employees where salary > any (17000, 8000) and salary < all (20000, 18000) order by 1`,
        '101;102;121;201',
      ],
      [`select last_name || ' earns ' || salary from employees where employee_id = 200`, 'Whalen earns 4400'],
      [`select distinct department_id from employees order by department_id nulls first`, '-;10;20;50;90'],
      [`select distinct department_id from employees order by department_id desc`, '-;90;50;20;10'],
      [`select employee_id from employees order by salary desc, last_name fetch first 3 rows only`, '100;102;101'],
      [`select employee_id from employees order by employee_id offset 2 rows fetch next 2 rows only`, '102;120'],
      [`select employee_id from employees order by salary desc fetch first 2 rows with ties`, '100;101;102'],
      [`select employee_id from employees order by employee_id fetch first 25 percent rows only`, '100;101'],
      [
        `select rownum, last_name from (select last_name from employees order by salary desc, last_name) where rownum <= 2`,
        '1|King;2|De Haan',
      ],
      [`select employee_id from employees where rownum = 1`, '100'],
      [`select employee_id from employees where rownum > 1`, ''],
      [`select count(*) from employees where rownum < 4`, '3'],
      [
        `select employee_id e, salary * 12 annual from employees where employee_id > 200 order by annual`,
        '299|12;201|156000',
      ],
      [`select last_name from employees order by commission nulls last, employee_id fetch first 1 row only`, 'De Haan'],
      [`select e.* from regions e order by 1`, '1|Europe;2|Asia'],
      [`select 1 + 1, 'a' || null, null from dual`, '2|a|-'],
      [`select * from dual`, 'X'],
      [`select dummy from sys.dual`, 'X'],
      [
        `select case when salary > 10000 then 'high' when salary > 5000 then 'mid' else 'low' end from employees where employee_id in (100, 120, 200) order by employee_id`,
        'high;mid;low',
      ],
      [
        `select case department_id when 90 then 'E' when 50 then 'S' end from employees order by employee_id fetch first 1 rows only`,
        'E',
      ],
      [
        `select decode(department_id, 90, 'E', 50, 'S', '?') from employees where employee_id in (100, 121, 299) order by employee_id`,
        'E;S;?',
      ],
      [
        `select nvl(email, 'none'), nvl2(email, 'y', 'n'), coalesce(null, email, last_name) from employees where employee_id = 299`,
        'none|n|Nobody',
      ],
    ],
  },
  {
    name: 'joins',
    setup: HR,
    cases: [
      [
        `select e.last_name, d.department_name from employees e, departments d where e.department_id = d.department_id and d.department_id = 50 order by 1`,
        'Fripp|Shipping;Weiss|Shipping',
      ],
      [
        `select e.last_name, d.department_name from employees e join departments d on e.department_id = d.department_id where e.salary < 5000`,
        'Whalen|Administration',
      ],
      [
        `select last_name, department_name from employees left join departments using (department_id) where employee_id >= 201 order by employee_id`,
        'Hartstein|Marketing;Nobody|-',
      ],
      [
        `select e.last_name, d.department_name from employees e, departments d where e.department_id = d.department_id(+) and e.employee_id >= 201 order by e.employee_id`,
        'Hartstein|Marketing;Nobody|-',
      ],
      [
        `select r.region_name, d.department_name from departments d right outer join regions r on r.region_id = d.region_id and d.department_id > 10 order by 1, 2`,
        'Asia|Shipping;Europe|Marketing',
      ],
      [
        `select r.region_name, d.department_name from regions r full outer join departments d on r.region_id = d.region_id order by 1, 2`,
        'Asia|Shipping;Europe|Administration;Europe|Marketing;-|Executive',
      ],
      [`select count(*) from regions cross join departments`, '8'],
      [`select count(*) from regions, departments, employees`, '64'],
      [
        `select d.department_name from departments d natural join regions r order by 1`,
        'Administration;Marketing;Shipping',
      ],
      [
        `select w.last_name, m.last_name from employees w join employees m on w.manager_id = m.employee_id where m.employee_id <> 100 order by 1`,
        'Nobody|Hartstein;Whalen|Kochhar',
      ],
      [
        `select d.department_name, count(e.employee_id) from departments d left join employees e on e.department_id = d.department_id group by d.department_name order by 1`,
        'Administration|1;Executive|3;Marketing|1;Shipping|2',
      ],
      [
        `select d.department_name, x.top from departments d cross apply (select max(salary) top from employees e where e.department_id = d.department_id) x order by 1`,
        'Administration|4400;Executive|24000;Marketing|13000;Shipping|8200',
      ],
      [
        `select d.department_name, l.last_name from departments d, lateral (select last_name from employees e where e.department_id = d.department_id and salary > 10000) l order by 2`,
        'Executive|De Haan;Marketing|Hartstein;Executive|King;Executive|Kochhar',
      ],
      [
        `select department_id from employees join departments on employees.department_id = departments.department_id`,
        '918',
      ],
      [`select a.region_id from regions a, regions b where a.region_id < b.region_id`, '1'],
    ],
  },
  {
    name: 'grouping',
    setup: HR,
    cases: [
      [`select count(*), count(commission), count(distinct salary) from employees`, '8|2|7'],
      [
        `select sum(salary), avg(salary), min(salary), max(salary) from employees where department_id = 50`,
        '16200|8100|8000|8200',
      ],
      [
        `select department_id, sum(salary) from employees group by department_id order by department_id`,
        '10|4400;20|13000;50|16200;90|58000;-|1',
      ],
      [
        `select department_id, count(*) from employees group by department_id having count(*) > 1 order by 1`,
        '50|2;90|3',
      ],
      [`select max(sum(salary)), count(count(*)) + 1 from employees group by department_id`, '58000|6'],
      [`select count(*) from employees where 1 = 0`, '0'],
      [`select sum(salary) from employees where 1 = 0`, '-'],
      [`select department_id from employees where 1 = 0 group by department_id`, ''],
      [
        `select department_id, grouping(department_id), sum(salary) from employees where department_id >= 50 group by rollup (department_id) order by 2, 1`,
        '50|0|16200;90|0|58000;-|1|74200',
      ],
      [
        `select region_id, department_id, count(*) from departments group by cube (region_id, department_id) having grouping(department_id) = 1 order by 1, 3`,
        '1|-|2;2|-|1;-|-|1;-|-|4',
      ],
      [
        `select department_id, manager_id, count(*) from employees where department_id = 90 group by grouping sets ((department_id), (manager_id)) order by 1, 2`,
        '90|-|3;-|100|2;-|-|1',
      ],
      [
        `select listagg(last_name, ',') within group (order by last_name) from employees where department_id = 90`,
        'De Haan,King,Kochhar',
      ],
      [
        `select department_id, listagg(employee_id, '/') within group (order by employee_id desc) from employees where department_id in (50, 10) group by department_id order by 1`,
        '10|200;50|121/120',
      ],
      [`select max(last_name) keep (dense_rank first order by hire_date) from employees`, 'De Haan'],
      [`select min(last_name) keep (dense_rank last order by salary) from employees where salary <= 17000`, 'De Haan'],
      [
        `select upper(substr(last_name, 1, 1)) c, count(*) from employees group by upper(substr(last_name, 1, 1)) order by 2 desc, 1 fetch first 3 rows only`,
        'K|2;W|2;D|1',
      ],
      [`select median(salary) from employees where department_id = 90`, '17000'],
      [`select variance(salary) from employees where department_id = 50`, '20000'],
      [`select last_name, count(*) from employees`, '937'],
      [`select last_name, count(*) from employees group by department_id`, '979'],
      [`select count(*) from employees where count(*) > 1`, '934'],
      [
        `select department_id d, salary + 1 from employees where department_id = 50 group by department_id, salary + 1 order by 2`,
        '50|8001;50|8201',
      ],
    ],
  },
  {
    name: 'subqueries and sets',
    setup: HR,
    cases: [
      [`select last_name from employees where salary = (select max(salary) from employees)`, 'King'],
      [
        `select last_name from employees e where salary > (select avg(salary) from employees where department_id = e.department_id) order by 1`,
        'Fripp;King',
      ],
      [
        `select department_name from departments d where exists (select 1 from employees e where e.department_id = d.department_id and e.salary > 15000)`,
        'Executive',
      ],
      [
        `select department_name from departments d where not exists (select null from employees e where e.department_id = d.department_id and e.salary > 5000)`,
        'Administration',
      ],
      [
        `select last_name from employees where department_id in (select department_id from departments where region_id = 1) order by 1`,
        'Hartstein;Whalen',
      ],
      [`select employee_id from employees where employee_id not in (select manager_id from employees)`, ''],
      [
        `select count(*) from employees where employee_id not in (select manager_id from employees where manager_id is not null)`,
        '5',
      ],
      [
        `select (select department_name from departments d where d.department_id = e.department_id) from employees e where employee_id = 200`,
        'Administration',
      ],
      [`select (select last_name from employees) from dual`, '1427'],
      [`select (select last_name from employees where 1 = 0) from dual`, '-'],
      [
        `with big as (select * from employees where salary > 12000), n as (select count(*) c from big) select c from n`,
        '4',
      ],
      [`with n (i) as (select 1 from dual union all select i + 1 from n where i < 5) select sum(i) from n`, '15'],
      [`select region_id from regions union select region_id from departments order by 1`, '1;2;-'],
      [`select region_id from departments union all select 7 from dual order by 1`, '1;1;2;7;-'],
      [
        `select department_id from departments minus select department_id from employees where department_id < 60`,
        '90',
      ],
      [
        `select department_id from departments intersect select department_id from employees where salary > 9000 order by 1`,
        '20;90',
      ],
      [`select 1, 2 from dual union select 1 from dual`, '1789'],
      [`select 1 from dual union select 'a' from dual`, '1790'],
      [`select level from dual connect by level <= 4`, '1;2;3;4'],
      [
        `select lpad(' ', level - 1) || last_name from employees start with manager_id is null connect by prior employee_id = manager_id order siblings by last_name`,
        'King; De Haan; Fripp; Hartstein;  Nobody; Kochhar;  Whalen; Weiss',
      ],
      [
        `select sys_connect_by_path(last_name, '/') from employees where employee_id = 299 start with employee_id = 100 connect by prior employee_id = manager_id`,
        '/King/Hartstein/Nobody',
      ],
      [
        `select connect_by_root last_name, level, connect_by_isleaf from employees where employee_id = 200 start with employee_id = 101 connect by prior employee_id = manager_id`,
        'Kochhar|2|1',
      ],
      [`select column_value from table(sys.odcinumberlist(3, 1, 2)) order by 1`, '1;2;3'],
      [`select * from (select 1 a, 2 b from dual) where a = 1 and b = 2`, '1|2'],
    ],
  },
  {
    name: 'analytic functions',
    setup: HR,
    cases: [
      [
        `select employee_id, row_number() over (order by salary desc, employee_id) from employees where department_id = 90 order by 2`,
        '100|1;101|2;102|3',
      ],
      [
        `select employee_id, rank() over (order by salary), dense_rank() over (order by salary) from employees where department_id in (90, 20) order by 1`,
        '100|4|3;101|2|2;102|2|2;201|1|1',
      ],
      [
        `select employee_id, sum(salary) over (partition by department_id) from employees where department_id = 50 order by 1`,
        '120|16200;121|16200',
      ],
      [
        `select employee_id, sum(salary) over (order by employee_id) from employees where employee_id < 103 order by 1`,
        '100|24000;101|41000;102|58000',
      ],
      [
        `select employee_id, sum(salary) over (order by employee_id rows between 1 preceding and current row) from employees where employee_id < 103 order by 1`,
        '100|24000;101|41000;102|34000',
      ],
      [
        `select employee_id, lag(salary) over (order by employee_id), lead(salary, 1, 0) over (order by employee_id) from employees where employee_id < 103 order by 1`,
        '100|-|17000;101|24000|17000;102|17000|0',
      ],
      [
        `select employee_id, first_value(last_name) over (partition by department_id order by hire_date) from employees where department_id = 90 order by 1`,
        '100|De Haan;101|De Haan;102|De Haan',
      ],
      [
        `select employee_id, ntile(2) over (order by employee_id) from employees where department_id in (50, 90) order by 1`,
        '100|1;101|1;102|1;120|2;121|2',
      ],
      [`select count(*) over () from regions`, '2;2'],
      [
        `select * from (select employee_id, row_number() over (partition by department_id order by salary) rn from employees where department_id is not null) where rn = 1 order by 1`,
        '101|1;120|1;200|1;201|1',
      ],
      [`select employee_id from employees where row_number() over (order by 1) = 1`, '30483'],
      [
        `select department_id, count(*), rank() over (order by count(*) desc) from employees where department_id is not null group by department_id order by 3, 1`,
        '90|3|1;50|2|2;10|1|3;20|1|3',
      ],
      [
        `select round(ratio_to_report(salary) over (), 2) from employees where department_id = 50 order by 1`,
        '.49;.51',
      ],
    ],
  },
  {
    name: 'functions and conversions',
    setup: [],
    cases: [
      [`select upper('abc'), lower('ABC'), initcap('hello world'), length('four') from dual`, 'ABC|abc|Hello World|4'],
      [
        `select substr('abcdef', 2, 3), substr('abcdef', -2), instr('banana', 'a', 1, 2), replace('aXbX', 'X', '-') from dual`,
        'bcd|ef|4|a-b-',
      ],
      [
        `select lpad('7', 3, '0'), rpad('a', 3, '*'), trim('  x '), ltrim('xxy', 'x'), rtrim('yxx', 'x'), trim(leading '0' from '007') from dual`,
        '007|a**|x|y|y|7',
      ],
      [
        `select round(2.567, 2), trunc(2.567, 1), mod(7, 3), ceil(1.2), floor(-1.2), abs(-3), sign(-9), power(2, 10) from dual`,
        '2.57|2.5|1|2|-2|3|-1|1024',
      ],
      [`select 1/3 from dual`, '.3333333333333333333333333333333333333333'],
      [`select 9999999999999999999999999999999999999999 - 1 from dual`, '9999999999999999999999999999999999999998'],
      [`select to_char(1234.5, 'FM9,999.00'), to_char(-7), to_char(0.5) from dual`, '1,234.50|-7|.5'],
      [
        `select to_char(date '2024-02-29', 'YYYY-MM-DD'), to_char(date '2024-02-29', 'DD-MON-YYYY HH24:MI:SS') from dual`,
        '2024-02-29|29-FEB-2024 00:00:00',
      ],
      [`select to_number('12.5') + 1, to_number('1,234', '9,999') from dual`, '13.5|1234'],
      [
        `select to_char(to_date('2023-12-31 23:59:58', 'YYYY-MM-DD HH24:MI:SS') + 1, 'YYYY-MM-DD HH24:MI:SS') from dual`,
        '2024-01-01 23:59:58',
      ],
      [`select date '2024-03-01' - date '2024-02-01' from dual`, '29'],
      [
        `select to_char(add_months(date '2024-01-31', 1), 'YYYY-MM-DD'), to_char(last_day(date '2023-02-05'), 'DD'), months_between(date '2024-03-01', date '2024-01-01') from dual`,
        '2024-02-29|28|2',
      ],
      [`select extract(year from date '2024-05-06'), extract(month from date '2024-05-06') from dual`, '2024|5'],
      [`select to_char(timestamp '2024-01-02 03:04:05.678', 'HH24:MI:SS.FF3') from dual`, '03:04:05.678'],
      [`select greatest(3, 9, 4), least('b', 'a'), nullif(1, 1), nullif(1, 2) from dual`, '9|a|-|1'],
      [`select cast('12' as number) + 1, cast(12.7 as integer), cast('abcdef' as varchar2(3)) from dual`, '13|13|abc'],
      [`select 'x' from dual where '' is null`, 'x'],
      [`select 'x' from dual where null = null`, ''],
      [`select to_number('abc') from dual`, '1722'],
      [`select to_date('2024-13-01', 'YYYY-MM-DD') from dual`, '1843'],
      [`select 1/0 from dual`, '1476'],
      [`select rawtohex(hextoraw('0aff')) from dual`, '0AFF'],
      [`select regexp_replace('a1b22', '[0-9]+', '#'), regexp_substr('ab12', '[0-9]+') from dual`, 'a#b#|12'],
      [`select user from dual`, 'SYSTEM'],
      [`select sys_context('USERENV', 'CURRENT_SCHEMA') from dual`, 'SYSTEM'],
      [`select nosuch(1) from dual`, '904'],
      [`select substr('abc') from dual`, '938'],
      [`select ascii('A'), chr(66), concat('a', 'b'), translate('abc', 'ab', 'xy') from dual`, '65|B|ab|xyc'],
      [`select dump(1) from dual`, 'Typ=2 Len=2: 193,2'],
      [`select 'it''s', q'[it's]' from dual`, "it's|it's"],
      [`select 10 "Mixed Case" from dual`, '10'],
      [`select -5 + +3 * 2 from dual`, '1'],
      [`select (1 + 2) * 3 from dual -- comment`, '9'],
      [`select /* hint-like */ 1 from /*+ no hint */ dual`, '1'],
    ],
  },
];
