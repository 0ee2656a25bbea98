package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.coverage.Coverage.OfRegistry;
import dev.plimsoll.ingest.coverage.Coverage.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * What should read zero, by registry; NaN as long as nothing is known.
 *
 * <table>
 * <caption>plimsoll.coverage.…</caption>
 * <tr><th>unscanned</th><td>watched, and neither scanned nor on its way: missed, lost, unreadable</td></tr>
 * <tr><th>missed</th><td>of these, what nobody told us of</td></tr>
 * <tr><th>failed</th><td>the scan failed</td></tr>
 * <tr><th>unsupported</th><td>images that cannot be read today</td></tr>
 * <tr><th>held-back</th><td>tags that vanished, too many at once to be believed</td></tr>
 * <tr><th>stale-catalogue</th><td>1 if the registry was not listed to its end for two intervals</td></tr>
 * </table>
 */
record CoverageMeters(CoverageProperties properties, Reconciliation reconciliation)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry meters) {
        for (var source : properties.registries()) {
            var registry = source.host().value();
            gauge(
                    meters,
                    registry,
                    "unscanned",
                    one -> one.count(State.MISSED, State.LOST, State.UNREADABLE));
            gauge(meters, registry, "missed", one -> one.count(State.MISSED));
            gauge(meters, registry, "failed", one -> one.count(State.FAILED));
            gauge(meters, registry, "unsupported", one -> one.count(State.UNSUPPORTED));
            gauge(meters, registry, "held-back", OfRegistry::heldBack);
            gauge(meters, registry, "stale-catalogue", one -> one.stale() ? 1 : 0);
        }
    }

    private void gauge(
            MeterRegistry meters,
            String registry,
            String name,
            ToDoubleFunction<OfRegistry> value) {
        Gauge.builder(
                        "plimsoll.coverage." + name,
                        reconciliation,
                        all ->
                                all.coverage()
                                        .of(registry)
                                        .map(value::applyAsDouble)
                                        .orElse(Double.NaN))
                .tag("registry", registry)
                .register(meters);
    }
}
