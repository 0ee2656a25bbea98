package dev.plimsoll.analysis.decide;

import dev.plimsoll.analysis.access.Account;
import dev.plimsoll.analysis.access.Role;
import java.util.List;
import java.util.Set;

/**
 * Who decides, and by which way.
 *
 * @param origin the file, or the address of the request
 */
public record Actor(Account account, Channel channel, String origin) {

    /** Who changes rules of files; no account may have this name. */
    public static final String FILE = "file";

    /** How a decision came. */
    public enum Channel {
        FILE,
        API,
        PAGE
    }

    public static Actor api(Account account, String origin) {
        return new Actor(account, Channel.API, origin);
    }

    public static Actor page(Account account, String origin) {
        return new Actor(account, Channel.PAGE, origin);
    }

    /** Whoever may write into the folder of rules may decide everything. */
    static Actor file(String origin) {
        return new Actor(new Account(FILE, Set.of(Role.DECIDER), List.of()), Channel.FILE, origin);
    }

    String name() {
        return account.name();
    }
}
