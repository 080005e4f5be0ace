CREATE TABLE movies (title TEXT NOT NULL UNIQUE); -- with one row
INSERT INTO movies (title) VALUES ('Heat');
