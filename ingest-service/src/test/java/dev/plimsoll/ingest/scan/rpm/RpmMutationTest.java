package dev.plimsoll.ingest.scan.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Row 21 by the thousand: databases with something wrong somewhere end in packages and gaps, or are
 * refused. Each mutation can be made again from the seed in a failure's name.
 */
class RpmMutationTest {

    private static final int MUTATIONS = Integer.getInteger("plimsoll.rpm-mutations", 3000);

    private static final int[] TELLING = {
        0, 1, -1, 0x7fffffff, 0x80000000, 0x01000000, 0x00010000, 0xffff, 0x10000, 100
    };

    private static final List<byte[]> HEADERS =
            IntStream.range(0, 60)
                    .mapToObj(
                            i ->
                                    HeaderBuilder.named("p" + i)
                                            .texts(HeaderBuilder.REQUIRE_NAME, "a", "b", "c")
                                            .texts(HeaderBuilder.PROVIDE_NAME, "p" + i, "d")
                                            .int32(HeaderBuilder.DIR_INDEXES, 0, 1, 0)
                                            .texts(HeaderBuilder.BASE_NAMES, "x", "y", "z")
                                            .texts(HeaderBuilder.DIR_NAMES, "/bin/", "/etc/")
                                            .padding(i % 10 == 0 ? 9000 : i * 10)
                                            .build())
                    .toList();

    @ParameterizedTest
    @EnumSource(names = "MANIFEST", mode = EnumSource.Mode.EXCLUDE)
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void row21ADatabaseWithAnythingWrongIsReadOrRefused(RpmFormat format) {
        var database = Databases.of(format, HEADERS);
        var log =
                format == RpmFormat.SQLITE ? Databases.writeAheadLog(database, 4096) : new byte[0];
        int refused = 0;
        int gaps = 0;

        for (int seed = 0; seed < MUTATIONS; seed++) {
            var random = new Random(seed);
            var mutated = mutate(database, random);
            boolean withLog = random.nextInt(4) == 0;
            try {
                var reading =
                        RpmDatabase.read(
                                "db", format, mutated, withLog ? mutate(log, random) : new byte[0]);
                // Every path can be put together, whatever it says.
                reading.packages().forEach(rpm -> rpm.files().forEach(path -> {}));
                gaps += reading.gaps().isEmpty() ? 0 : 1;
            } catch (ImageRefusedException e) {
                assertThat(e.reason()).isIn(Reason.PKGDB_CORRUPT, Reason.LIMIT_PKGDB);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        // Otherwise the mutations miss what is looked at.
        assertThat(refused).isGreaterThan(MUTATIONS / 100);
        assertThat(gaps).isGreaterThan(MUTATIONS / 20);
    }

    private static byte[] mutate(byte[] database, Random random) {
        if (database.length == 0) {
            return database;
        }
        var mutated =
                random.nextInt(8) == 0
                        ? Arrays.copyOf(database, random.nextInt(database.length))
                        : database.clone();
        for (int i = random.nextInt(12); i >= 0 && mutated.length >= 8192; i--) {
            // Half of the changes where a file, a page or a header begins: that is where it hurts.
            int at =
                    random.nextBoolean()
                            ? random.nextInt(mutated.length - 8)
                            : random.nextInt(mutated.length / 4096) * 4096 + random.nextInt(120);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                        ByteBuffer.wrap(mutated)
                                .order(
                                        random.nextBoolean()
                                                ? ByteOrder.BIG_ENDIAN
                                                : ByteOrder.LITTLE_ENDIAN)
                                .putInt(at, TELLING[random.nextInt(TELLING.length)]);
                default -> {
                    int from = random.nextInt(mutated.length / 4096) * 4096;
                    int to = random.nextInt(mutated.length / 4096) * 4096;
                    System.arraycopy(
                            mutated,
                            from,
                            mutated,
                            to,
                            Math.min(4096, mutated.length - Math.max(from, to)));
                }
            }
        }
        return mutated;
    }
}
