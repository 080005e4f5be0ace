--liquibase formatted sql

--changeset films:1
CREATE TABLE migrated (id INTEGER);
INSERT INTO migrated VALUES (1);
