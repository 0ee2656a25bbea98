package dev.plimsoll.analysis.match;

import dev.plimsoll.event.Inventory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When the security updates of a distribution release end, for those without a subscription (D25).
 * After that day nobody looks for flaws in it any more: what is found is a lower bound.
 *
 * @param lastDay in UTC, itself still supported
 * @param source where the date is published
 */
public record EndOfLife(String ecosystem, LocalDate lastDay, String source) {

    /** The reason code of an image whose release has ended. */
    public static final String REASON = "DISTRO_EOL";

    private static final String TABLE = "end-of-life.tsv";
    private static final Map<String, EndOfLife> ALL = read();

    /** Empty for rolling and unknown releases, and for those whose end is not announced. */
    public static Optional<EndOfLife> of(Inventory inventory) {
        return switch (Release.of(inventory)) {
            case Release.Supported(var target) -> Optional.ofNullable(ALL.get(target.ecosystem()));
            case Release.Unknown _ -> Optional.empty();
        };
    }

    public boolean hasPassed(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate().isAfter(lastDay);
    }

    /** A sentence for whoever looks at the image after that day. */
    public String message() {
        return "D25: %s has had no security updates since %s, its findings are a lower bound"
                .formatted(ecosystem, lastDay);
    }

    private static Map<String, EndOfLife> read() {
        var stream = Objects.requireNonNull(EndOfLife.class.getResourceAsStream(TABLE), TABLE);
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(EndOfLife::parse)
                    .collect(Collectors.toUnmodifiableMap(EndOfLife::ecosystem, row -> row));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TABLE, e);
        }
    }

    private static EndOfLife parse(String line) {
        var cells = line.split("\t", -1);
        if (cells.length != 3) {
            throw new IllegalStateException(
                    "%s has a row of %d cells, expected 3: '%s'"
                            .formatted(TABLE, cells.length, line));
        }
        return new EndOfLife(cells[0], LocalDate.parse(cells[1]), cells[2]);
    }
}
