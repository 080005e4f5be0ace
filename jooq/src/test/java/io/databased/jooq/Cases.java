package io.databased.jooq;

import static org.jooq.impl.DSL.*;
