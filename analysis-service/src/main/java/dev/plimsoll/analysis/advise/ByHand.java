package dev.plimsoll.analysis.advise;

import dev.plimsoll.analysis.classify.PackageRoles;
import dev.plimsoll.analysis.classify.Sections;
import dev.plimsoll.event.Component;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Programs that are there for people: who runs the image does not need them, unless the application
 * calls them, which the image does not tell.
 *
 * <p>A library that nothing installed needs is no such thing, the application links it; nor is a
 * server or an interpreter, which may be the application, or what it is written in.
 */
final class ByHand {

    private static final Set<String> SECTIONS =
            Set.of(
                    "admin",
                    "comm",
                    "debug",
                    "doc",
                    "editors",
                    "localization",
                    "mail",
                    "misc",
                    "net",
                    "shells",
                    "text",
                    "utils",
                    "vcs",
                    "web");

    /** Of these sections, what is there to run and not to be run. */
    private static final Pattern SERVER =
            Pattern.compile(
                    ".*(server|daemon|proxy|haproxy|nginx|apache2).*|supervisor|tini|gosu|dumb-init");

    /** Data that applications read without naming it. */
    private static final Set<String> DATA = Set.of("ca-certificates", "tzdata", "locales");

    /** Where there are no sections: by name. */
    private static final Pattern WITHOUT_SECTIONS =
            Pattern.compile(
                    "wget|curl|git|bash-completion|vim.*|nano|emacs.*|less|man-db|mandoc|.+-doc|tcpdump|strace"
                            + "|gdb|htop|procps(-ng)?|bind-(tools|utils)|iputils|net-tools|nmap.*|netcat.*"
                            + "|nc|openssh-clients?|rsync|telnet|unzip|zip|jq|file|tree|zsh|fish");

    private ByHand() {}

    static boolean isProgram(Component component) {
        var name = component.getName();
        if (PackageRoles.isLibrary(component) || DATA.contains(name)) {
            return false;
        }
        var section = Sections.of(component);
        return section.isEmpty()
                ? WITHOUT_SECTIONS.matcher(name).matches()
                : SECTIONS.contains(section) && !SERVER.matcher(name).matches();
    }
}
