package dev.plimsoll.ingest.scan.language;

/** Whether a file is machine code (ELF, a shared library too) and whether it says of what. */
public enum Program {
    /** No machine code: an archive, a text, a script. */
    NONE,
    /** Machine code that lists the packages it was built from. */
    EXPLAINED,
    /** Machine code about which nothing is known. */
    UNEXPLAINED
}
