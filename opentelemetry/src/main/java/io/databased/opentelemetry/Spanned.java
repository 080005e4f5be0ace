package io.databased.opentelemetry;

import io.databased.DatabaseObserver.Flight;
import io.databased.DatabaseObserver.Observation;
import io.databased.StatementException.Kind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** What the spans of statements and of sessions have in common. */
abstract class Spanned implements Observation {
    final Span span;

    Spanned(Span span) {
        this.span = span;
    }

    @Override
    public void sent(Flight flight) {
        flight.to().address().ifPresent(address -> {
            span.setAttribute(Conventions.ADDRESS, address.name());
            address.port().ifPresent(port -> span.setAttribute(Conventions.PORT, (long) port));
        });
    }

    @Override
    public void failed(Throwable failure, Kind kind) {
        Conventions.status(failure).ifPresent(code -> span.setAttribute(Conventions.STATUS, code));
        span.setAttribute(Conventions.ERROR, Conventions.error(failure, kind));
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    }
}
