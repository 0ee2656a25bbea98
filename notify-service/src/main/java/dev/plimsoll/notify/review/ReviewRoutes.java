package dev.plimsoll.notify.review;

import dev.plimsoll.event.ReviewDue;
import dev.plimsoll.event.ReviewStage;
import dev.plimsoll.notify.channel.Addressee;
import dev.plimsoll.notify.channel.Destination;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who hears of the reviews of an owner: the destinations that are configured for the owner, or else
 * the owner's own e-mail address, or else every destination. Overdue reviews go to more people.
 *
 * <p>Whoever writes a rule writes its owner. So mail goes to an owner's address only where the
 * configuration names somebody of the same domain already.
 */
public final class ReviewRoutes {

    private static final int LONGEST_ADDRESS = 254;

    private final SequencedMap<String, Destination> destinations;
    private final Map<String, List<String>> byOwner = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> escalation;

    /**
     * @param destinations by name
     * @param byOwner names of destinations for an owner, in whatever case
     * @param escalation names of destinations that hear of overdue reviews; empty for all
     */
    public ReviewRoutes(
            SequencedMap<String, Destination> destinations,
            Map<String, List<String>> byOwner,
            List<String> escalation) {
        this.destinations = destinations;
        this.byOwner.putAll(byOwner);
        this.escalation =
                escalation.isEmpty() ? List.copyOf(destinations.keySet()) : List.copyOf(escalation);
    }

    /** Each once, the owner's first. */
    List<Addressee> of(ReviewDue review) {
        var addressees = new LinkedHashSet<>(ofOwner(review.getOwner().strip()));
        if (review.getStage() == ReviewStage.OVERDUE) {
            escalation.forEach(name -> addressees.add(new Addressee(name, null)));
        }
        return List.copyOf(addressees);
    }

    private List<Addressee> ofOwner(String owner) {
        var configured = byOwner.get(owner);
        if (configured != null) {
            return everybodyOf(configured);
        }
        return byMail(owner).map(List::of).orElseGet(() -> everybodyOf(destinations.keySet()));
    }

    private static List<Addressee> everybodyOf(Collection<String> names) {
        return names.stream().map(name -> new Addressee(name, null)).toList();
    }

    private Optional<Addressee> byMail(String owner) {
        if (!isAddress(owner)) {
            return Optional.empty();
        }
        var domain = domain(owner);
        return destinations.entrySet().stream()
                .filter(
                        entry ->
                                entry.getValue() instanceof Destination.Mail mail
                                        && domains(mail).contains(domain))
                .findFirst()
                .map(entry -> new Addressee(entry.getKey(), owner));
    }

    private static Set<String> domains(Destination.Mail mail) {
        return Stream.concat(Stream.of(mail.from()), mail.to().stream())
                .map(text -> domain(address(text)))
                .collect(Collectors.toSet());
    }

    /** The address in "Platform team &lt;platform@example.com&gt;". */
    private static String address(String text) {
        try {
            return new InternetAddress(text, true).getAddress();
        } catch (AddressException e) {
            throw new IllegalArgumentException("not an address: '%s'".formatted(text), e);
        }
    }

    private static boolean isAddress(String owner) {
        try {
            return owner.length() <= LONGEST_ADDRESS
                    && new InternetAddress(owner, true).getAddress().equals(owner)
                    && owner.indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
