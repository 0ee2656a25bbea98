package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a good image does. In the order in which people read it; the package's table says why each
 * has its severity.
 */
enum BestPractice {
    NON_ROOT("non-root", Severity.MEDIUM),
    PINNED_TAG("pinned-tag", Severity.LOW),
    BASE_PINNED("base-pinned", Severity.LOW),
    HEALTHCHECK("healthcheck", Severity.LOW),
    SIGNAL_HANDLING("signal-handling", Severity.LOW),
    NO_SECRETS("no-secrets", Severity.HIGH),
    DOCKERIGNORE("dockerignore", Severity.MEDIUM),
    SECURITY_UPDATES("security-updates", Severity.LOW),
    REBUILT_RECENTLY("rebuilt-recently", Severity.MEDIUM),
    SUPPORTED_DISTRIBUTION("supported-distribution", Severity.HIGH),
    NO_SHELL("no-shell", Severity.LOW),
    NO_PACKAGE_MANAGER("no-package-manager", Severity.LOW);

    private final String id;
    private final Severity severity;

    BestPractice(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    String id() {
        return id;
    }

    PostureCheck passed(String evidence) {
        return check(true, evidence);
    }

    PostureCheck failed(String evidence) {
        return check(false, evidence);
    }

    /**
     * @param why nobody can tell
     */
    PostureCheck unknown(String why) {
        return check(null, why);
    }

    private PostureCheck check(@Nullable Boolean passed, String evidence) {
        return new PostureCheck(id, passed, evidence, severity, null, null);
    }
}
