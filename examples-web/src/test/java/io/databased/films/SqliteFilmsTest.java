package io.databased.films;

import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "databased.url=sqlite:///:memory:")
class SqliteFilmsTest extends FilmsCases {}
