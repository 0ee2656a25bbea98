package dev.plimsoll.ingest.scan.system;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * dpkg's {@code diversions}: three lines each, the path that a package has, the path where its file
 * really is, and the package whose own file is at the first path instead, {@code :} for none
 * (dpkg-divert(1)).
 */
public record Diversions(List<Diversion> all) {

    private static final int MAX_DIVERSIONS = 100_000;

    /**
     * @param from by {@link PathHash#merged(String)}, as {@code to} is
     * @param diverter the package whose files are not diverted
     */
    public record Diversion(long from, long to, String diverter) {}

    public Diversions {
        all = List.copyOf(all);
    }

    public static Diversions read(InputStream content) throws IOException {
        var lines = new Lines(content);
        var all = new ArrayList<Diversion>();
        while (all.size() < MAX_DIVERSIONS && lines.advance()) {
            long from = lines.pathHash(0);
            if (!lines.advance()) {
                break;
            }
            long to = lines.pathHash(0);
            if (!lines.advance()) {
                break;
            }
            all.add(new Diversion(from, to, lines.text(0, 300)));
        }
        return new Diversions(all);
    }
}
