-- A small business on Oracle, for rehearsals. Its rows are added by sample-business.ts.
CREATE USER shop IDENTIFIED BY "shop-secret" QUOTA UNLIMITED ON users;
GRANT CREATE SESSION, CREATE TABLE, CREATE VIEW, CREATE SEQUENCE TO shop;
CREATE USER seaward IDENTIFIED BY "seaward-secret";
GRANT CREATE SESSION TO seaward;
GRANT SELECT ANY TABLE TO seaward;
GRANT FLASHBACK ANY TABLE TO seaward;
GRANT SELECT_CATALOG_ROLE TO seaward;

CREATE TABLE shop.customers (
  id NUMBER(10) CONSTRAINT pk_customers PRIMARY KEY,
  name VARCHAR2(60 CHAR) NOT NULL,
  email VARCHAR2(120) CONSTRAINT uq_customers_email UNIQUE,
  country CHAR(2) DEFAULT 'DE' NOT NULL,
  credit NUMBER(12,2) DEFAULT 0 CONSTRAINT ck_customers_credit CHECK (credit >= 0),
  joined DATE DEFAULT SYSDATE NOT NULL,
  note NVARCHAR2(200)
);
COMMENT ON TABLE shop.customers IS 'People who buy';
COMMENT ON COLUMN shop.customers.country IS 'ISO 3166, two letters';
CREATE INDEX shop.ix_customers_name ON shop.customers (name);

CREATE TABLE shop.products (
  sku VARCHAR2(20) NOT NULL,
  name VARCHAR2(80 CHAR) NOT NULL,
  price NUMBER(10,2) NOT NULL,
  weight BINARY_DOUBLE,
  CONSTRAINT pk_products PRIMARY KEY (sku)
) ORGANIZATION INDEX;

CREATE TABLE shop.orders (
  id NUMBER(12) CONSTRAINT pk_orders PRIMARY KEY,
  customer_id NUMBER(10) NOT NULL CONSTRAINT fk_orders_customer REFERENCES shop.customers (id),
  status VARCHAR2(12) DEFAULT 'NEW' NOT NULL CONSTRAINT ck_orders_status CHECK (status IN ('NEW', 'PAID', 'SENT')),
  ordered_at TIMESTAMP(6) NOT NULL,
  total NUMBER(14,2),
  remark VARCHAR2(400)
);
CREATE INDEX shop.ix_orders_customer ON shop.orders (customer_id, ordered_at);

CREATE TABLE shop.order_lines (
  order_id NUMBER(12) NOT NULL,
  line_no NUMBER(4) NOT NULL,
  sku VARCHAR2(20) NOT NULL,
  quantity NUMBER(9,3) NOT NULL,
  amount NUMBER NOT NULL,
  CONSTRAINT pk_order_lines PRIMARY KEY (order_id, line_no),
  CONSTRAINT fk_lines_order FOREIGN KEY (order_id) REFERENCES shop.orders (id) ON DELETE CASCADE,
  CONSTRAINT fk_lines_product FOREIGN KEY (sku) REFERENCES shop.products (sku)
);

-- Without a key: rows are told apart by ROWID helper columns until the project ends.
CREATE TABLE shop.page_views (
  seen_at TIMESTAMP(3) NOT NULL,
  path VARCHAR2(200),
  milliseconds NUMBER(8)
);

CREATE TABLE shop.documents (
  id NUMBER(10) CONSTRAINT pk_documents PRIMARY KEY,
  title VARCHAR2(100 CHAR),
  body CLOB,
  scan BLOB,
  fingerprint RAW(16),
  signed_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE TABLE shop."Order Audit" (
  "Id" NUMBER(10) NOT NULL,
  "group" VARCHAR2(30),
  "When Done" DATE,
  CONSTRAINT "PK Order Audit" PRIMARY KEY ("Id")
);

CREATE GLOBAL TEMPORARY TABLE shop.basket (id NUMBER(10), sku VARCHAR2(20)) ON COMMIT DELETE ROWS;
