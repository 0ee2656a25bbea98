package dev.plimsoll.ingest.scan.rpm;

import java.util.BitSet;

/**
 * SUSE's format: a table of slots, each naming a package and where its header lies, in blocks of 16
 * bytes; all numbers little-endian (rpm, lib/backend/ndb/rpmpkg.c). As rpm does when it reads, the
 * checksum behind a header is not looked at.
 */
final class NdbFile {

    private static final long MAGIC = 0x506d7052L; // "RpmP"
    private static final long SLOT_MAGIC = 0x746f6c53L; // "Slot"
    private static final long HEAD_MAGIC = 0x53626c42L; // "BlbS"
    private static final long TAIL_MAGIC = 0x45626c42L; // "BlbE"
    private static final int HEADER_SIZE = 32;
    private static final int PAGE_SIZE = 4096;
    private static final int SLOT_SIZE = 16;
    private static final int BLOCK_SIZE = 16;
    private static final int HEAD_SIZE = 16;
    private static final int TAIL_SIZE = 12;

    private final Bytes file;
    private final Installed installed;
    private final long blocks;
    private final BitSet used = new BitSet();

    private NdbFile(Bytes file, Installed installed) {
        this.file = file;
        this.installed = installed;
        this.blocks = file.length() / BLOCK_SIZE;
    }

    static void read(Bytes file, Installed installed) throws DamagedException {
        if (file.length() < HEADER_SIZE || file.u32(0) != MAGIC) {
            throw new DamagedException("it does not begin as a database of rpm's ndb");
        }
        if (file.u32(4) != 0) {
            throw new DamagedException("it has version %d of ndb".formatted(file.u32(4)));
        }
        new NdbFile(file, installed).readSlots(file.u32(12));
    }

    private void readSlots(long slotPages) throws DamagedException {
        long end = slotPages * PAGE_SIZE;
        if (slotPages == 0 || end > file.length()) {
            throw new DamagedException(
                    "%d pages of slots in %d bytes".formatted(slotPages, file.length()));
        }
        used.set(0, (int) (end / BLOCK_SIZE));
        for (long at = HEADER_SIZE; at < end; at += SLOT_SIZE) {
            var place = "slot " + at / SLOT_SIZE;
            try {
                if (file.u32(at) != SLOT_MAGIC) {
                    throw new DamagedException("it does not begin as one");
                }
                if (file.u32(at + 8) != 0) {
                    var blob = blob(file.u32(at + 4), file.u32(at + 8), file.u32(at + 12));
                    installed.take(place, blob);
                }
            } catch (DamagedException e) {
                installed.broken(place, e);
            }
        }
    }

    private Bytes blob(long number, long block, long count) throws DamagedException {
        if (count == 0 || block + count > blocks) {
            throw new DamagedException(
                    "%d blocks at %d are wanted, where there are %d"
                            .formatted(count, block, blocks));
        }
        int taken = used.nextSetBit((int) block);
        if (taken >= 0 && taken < block + count) {
            throw new DamagedException("block %d is used twice".formatted(taken));
        }
        used.set((int) block, (int) (block + count));

        var bytes = file.slice(block * BLOCK_SIZE, count * BLOCK_SIZE);
        long length = bytes.u32(12);
        if (bytes.u32(0) != HEAD_MAGIC || bytes.u32(4) != number) {
            throw new DamagedException("no header begins at block %d".formatted(block));
        }
        long needed = (HEAD_SIZE + length + TAIL_SIZE + BLOCK_SIZE - 1) / BLOCK_SIZE;
        long tail = bytes.length() - (long) TAIL_SIZE;
        if (needed != count || bytes.u32(tail + 4) != length || bytes.u32(tail + 8) != TAIL_MAGIC) {
            throw new DamagedException(
                    "the header of %d bytes at block %d does not end in %d blocks"
                            .formatted(length, block, count));
        }
        return bytes.slice(HEAD_SIZE, length);
    }
}
