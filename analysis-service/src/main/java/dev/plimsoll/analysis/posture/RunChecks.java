package dev.plimsoll.analysis.posture;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.event.PostureCheck;

/** How a container of the image runs. */
final class RunChecks {

    private RunChecks() {}

    static PostureCheck nonRoot(ImageConfig config) {
        var user = config.getUser();
        if (user == null || user.isBlank()) {
            return BestPractice.NON_ROOT.failed("no user is set: runs as root");
        }
        var name = user.split(":", 2)[0];
        boolean root = name.isEmpty() || name.equals("root") || name.matches("0+");
        var evidence = "runs as '%s'".formatted(user);
        return root
                ? BestPractice.NON_ROOT.failed(evidence)
                : BestPractice.NON_ROOT.passed(evidence);
    }

    static PostureCheck healthcheck(ImageConfig config) {
        return config.getHealthcheck()
                ? BestPractice.HEALTHCHECK.passed("a health check is configured")
                : BestPractice.HEALTHCHECK.failed("no health check");
    }

    static PostureCheck signalHandling(ImageConfig config) {
        var shellForm = config.getShellForm();
        if (shellForm == null) {
            return BestPractice.SIGNAL_HANDLING.unknown("nothing tells which command it starts");
        }
        return shellForm
                ? BestPractice.SIGNAL_HANDLING.failed(
                        "starts through a shell ('sh -c'), which passes no signals on: use the exec form")
                : BestPractice.SIGNAL_HANDLING.passed("starts its program without a shell between");
    }
}
