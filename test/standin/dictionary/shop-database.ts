import { SqlReading } from './sql-reading.ts';

/** A question in SQL with the answer worked out by hand from the script below. */
export interface Question {
  readonly asks: string;
  readonly user: string;
  readonly query: string;
  readonly answer: readonly (readonly unknown[])[];
}

const ACCOUNTS = [
  'CREATE USER shop IDENTIFIED BY "secret1" DEFAULT TABLESPACE users QUOTA UNLIMITED ON users',
  'GRANT CONNECT, RESOURCE, CREATE VIEW, CREATE SYNONYM TO shop',
  'CREATE USER auditor IDENTIFIED BY "secret2"',
  'GRANT CREATE SESSION, SELECT_CATALOG_ROLE TO auditor',
  'CREATE USER clerk IDENTIFIED BY "secret3"',
  'GRANT CREATE SESSION TO clerk',
  'GRANT SELECT ON v_$instance TO clerk',
];

const SHOP = [
  `CREATE TABLE customers (
     id NUMBER(10) CONSTRAINT customers_pk PRIMARY KEY,
     name VARCHAR2(100 CHAR) NOT NULL,
     email VARCHAR2(200),
     created DATE DEFAULT SYSDATE NOT NULL,
     credit NUMBER(12,2) DEFAULT 0,
     notes CLOB,
     CONSTRAINT customers_email_uk UNIQUE (email),
     CONSTRAINT customers_credit_ck CHECK (credit >= 0))`,
  `CREATE TABLE orders (
     id NUMBER(12) CONSTRAINT orders_pk PRIMARY KEY,
     customer_id NUMBER(10) NOT NULL,
     placed TIMESTAMP(3),
     state CHAR(1) DEFAULT 'N',
     total NUMBER,
     CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE)`,
  `CREATE TABLE order_lines (
     order_id NUMBER(12),
     line NUMBER(4),
     product VARCHAR2(40),
     quantity INTEGER,
     CONSTRAINT order_lines_pk PRIMARY KEY (order_id, line),
     CONSTRAINT order_lines_order_fk FOREIGN KEY (order_id) REFERENCES orders (id))`,
  'CREATE TABLE log_entries (at DATE, text VARCHAR2(400))',
  `CREATE TABLE sales (day DATE NOT NULL, region VARCHAR2(10), amount NUMBER)
     PARTITION BY RANGE (day) (
       PARTITION p2023 VALUES LESS THAN (TO_DATE('2024-01-01', 'YYYY-MM-DD')),
       PARTITION pmax VALUES LESS THAN (MAXVALUE))`,
  'CREATE GLOBAL TEMPORARY TABLE work_area (k NUMBER) ON COMMIT PRESERVE ROWS',
  'CREATE INDEX orders_customer_i ON orders (customer_id)',
  'CREATE INDEX customers_name_i ON customers (UPPER(name))',
  'CREATE INDEX sales_day_i ON sales (day) LOCAL',
  'CREATE SEQUENCE order_seq START WITH 1000 INCREMENT BY 10 CACHE 20',
  "CREATE VIEW open_orders AS SELECT id, customer_id FROM orders WHERE state = 'N'",
  'CREATE SYNONYM cust FOR customers',
  "COMMENT ON TABLE customers IS 'People who buy'",
  "COMMENT ON COLUMN customers.email IS 'One each'",
  'ALTER TABLE orders ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS',
  'ALTER TABLE customers ADD SUPPLEMENTAL LOG GROUP customers_lg (id, email) ALWAYS',
  "INSERT INTO customers (id, name, email) VALUES (1, 'Ann', 'ann@example.org')",
  'INSERT INTO orders (id, customer_id, total) VALUES (10, 1, 5)',
  'COMMIT',
  'GRANT SELECT, UPDATE ON customers TO clerk',
  'GRANT SELECT ON order_seq TO clerk',
];

/** A small shop: its owner SHOP, the CLERK who may see a little, the AUDITOR with the catalog role. */
export async function openShop(): Promise<SqlReading> {
  const reading = new SqlReading();
  await reading.run('SYS', ...ACCOUNTS);
  await reading.run('SHOP', ...SHOP);
  return reading;
}
