package dev.plimsoll.analysis.advise;

/** The names of the options, as {@code Finding.clearedBy} and {@code RemovalPlan} have them. */
public final class Options {

    /** Install the fixed versions that the distribution's archive has now. */
    public static final String REBUILD = "rebuild";

    /** Leave the build tools in a build stage, with what they alone pulled in. */
    public static final String MULTI_STAGE = "multi-stage";

    /** Do not install packages that nothing installed needs. */
    public static final String DROP_PACKAGES = "drop-packages";

    /** Build on another base image; what that would clear, the image alone does not tell. */
    public static final String NEWER_BASE = "newer-base";

    private Options() {}
}
