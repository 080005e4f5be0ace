CREATE TABLE studios (name TEXT);
