package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Gap;
import dev.plimsoll.ingest.scan.system.Diversions;
import dev.plimsoll.ingest.scan.system.OwnedFiles;
import dev.plimsoll.ingest.scan.system.PackageDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of a file once its layer was read. */
sealed interface FileContent {

    /** Approximate bytes in memory. */
    long weight();

    record Packages(PackageDatabase database) implements FileContent {
        @Override
        public long weight() {
            return database.weight();
        }
    }

    record Owned(OwnedFiles files) implements FileContent {
        @Override
        public long weight() {
            return files.weight();
        }
    }

    record Diverted(Diversions diversions) implements FileContent {
        @Override
        public long weight() {
            return 100L * diversions.all().size();
        }
    }

    /**
     * @param gap why there are none, if they could not be read
     */
    record Names(List<String> names, @Nullable Gap gap) implements FileContent {
        @Override
        public long weight() {
            return 200 + 100L * names.size();
        }
    }

    /**
     * A file that is small by nature.
     *
     * @param bytes not copied: nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, on purpose
    record Text(byte[] bytes) implements FileContent {
        @Override
        public long weight() {
            return bytes.length;
        }
    }

    /**
     * A write-ahead log; what it holds was read with the database of its layer, if there is one.
     */
    record Log(boolean empty) implements FileContent {
        @Override
        public long weight() {
            return 16;
        }
    }

    /**
     * A database that is read when the rest of its layer was; no finished layer has one.
     *
     * @param size of the file in bytes
     */
    record Later(long size) implements FileContent {
        @Override
        public long weight() {
            return 16;
        }
    }
}
