package io.databased.opentelemetry;

import io.databased.DatabaseObserver.End;
import io.databased.DatabaseObserver.Flight;
import io.databased.DatabaseObserver.StatementInfo;
import io.databased.StatementException.Kind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** The span of a statement, which is measured as well. */
final class StatementSpan extends Spanned {
    private final Context caller;
    private final StatementInfo statement;
    private final Durations durations;
    private final AttributesBuilder measured = Attributes.builder();
    private final long asked = System.nanoTime();

    StatementSpan(Span span, Context caller, StatementInfo statement, Durations durations) {
        super(span);
        this.caller = caller;
        this.statement = statement;
        this.durations = durations;
    }

    @Override
    public void sent(Flight flight) {
        super.sent(flight);
        flight.to().address().ifPresent(address -> {
            measured.put(Conventions.ADDRESS, address.name());
            address.port().ifPresent(port -> measured.put(Conventions.PORT, (long) port));
        });
    }

    @Override
    public void answered(long rows) {
        span.setAttribute(Conventions.ROWS, rows);
    }

    @Override
    public void failed(Throwable failure, Kind kind) {
        super.failed(failure, kind);
        measured.put(Conventions.ERROR, Conventions.error(failure, kind));
    }

    @Override
    public void ended(End end) {
        Conventions.put(measured, statement.database());
        statement.operation().ifPresent(name -> measured.put(Conventions.OPERATION, name));
        statement.table().ifPresent(name -> measured.put(Conventions.COLLECTION, name));
        durations.record(System.nanoTime() - asked, measured.build(), caller.with(span));
        span.end();
    }
}
