package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scopes that include a finding without asking all of them. Every scope lies under one of
 * its attributes: the vulnerabilities, the images (by digest, by name, or by what a name begins or
 * ends with) or the packages it names, whichever it shares with the fewest others. What names none
 * of these, as a {@code never} rule may, is asked for every finding.
 *
 * <p>So a finding costs some look-ups and the few scopes that share a word with it, however many
 * there are. Findings come image by image: what lies under the image asked for last is remembered.
 * Apart from that immutable, and safe for many threads.
 */
final class ScopeIndex {

    /** Better than everything is 0; this is worse than everything. */
    static final int NONE = Integer.MAX_VALUE;

    private static final int[] NOBODY = {};

    private final Scope[] scopes;
    private final KeyTable vulnerabilities;
    private final KeyTable names;
    private final Map<String, int[]> digests;
    private final KeyTable packages;
    private final PrefixTree beginnings;
    private final PrefixTree ends;
    private final int[] everywhere;

    /** Of whoever asked last; a thread that misses it finds the same by itself. */
    private @Nullable OfImage last;

    /** The scopes that lie under an image and include it, in order. */
    private record OfImage(ImageRef image, int[] positions) {}

    /** What a scope is worth that includes the finding; lower is better. */
    interface Ranking {
        /**
         * @return not less than {@code position}, or {@link #NONE}
         */
        int rank(int position, Finding finding, Instant now);

        /** The first in order wins. */
        Ranking FIRST = (position, _, _) -> position;
    }

    private enum Attribute {
        VULNERABILITY,
        NAME,
        DIGEST,
        BEGINNING,
        END,
        PACKAGE
    }

    private record Key(Attribute attribute, String value) {}

    private ScopeIndex(Scope[] scopes, Map<Key, int[]> keyed, int[] everywhere) {
        this.scopes = scopes;
        this.vulnerabilities = KeyTable.folded(of(keyed, Attribute.VULNERABILITY));
        this.names = KeyTable.of(of(keyed, Attribute.NAME));
        this.digests = of(keyed, Attribute.DIGEST);
        this.packages = KeyTable.of(of(keyed, Attribute.PACKAGE));
        this.beginnings = PrefixTree.of(of(keyed, Attribute.BEGINNING), false);
        this.ends = PrefixTree.of(of(keyed, Attribute.END), true);
        this.everywhere = everywhere;
    }

    static ScopeIndex of(List<Scope> scopes) {
        var shared = new HashMap<Key, Integer>();
        for (var scope : scopes) {
            for (var keys : choices(scope)) {
                keys.forEach(key -> shared.merge(key, 1, Integer::sum));
            }
        }
        var keyed = new HashMap<Key, List<Integer>>();
        var everywhere = new ArrayList<Integer>();
        for (int position = 0; position < scopes.size(); position++) {
            var keys = mostSelective(choices(scopes.get(position)), shared);
            if (keys == null) {
                everywhere.add(position);
                continue;
            }
            for (var key : keys) {
                keyed.computeIfAbsent(key, _ -> new ArrayList<>()).add(position);
            }
        }
        var positions = new HashMap<Key, int[]>();
        keyed.forEach((key, list) -> positions.put(key, array(list)));
        return new ScopeIndex(scopes.toArray(Scope[]::new), positions, array(everywhere));
    }

    /** The lowest rank of all scopes that include the finding, or {@link #NONE}. */
    int best(Finding finding, Instant now, Ranking ranking) {
        int best = ask(everywhere, finding, now, ranking, NONE);
        if (!vulnerabilities.isEmpty()) {
            best =
                    ask(
                            vulnerabilities.folded(finding.getVulnerability()),
                            finding,
                            now,
                            ranking,
                            best);
            var aliases = finding.getAliases();
            for (int i = 0; i < aliases.size(); i++) {
                best = ask(vulnerabilities.folded(aliases.get(i)), finding, now, ranking, best);
            }
        }
        if (!packages.isEmpty()) {
            var source = finding.getPackage$();
            best = ask(packages.exact(source), finding, now, ranking, best);
            var installed = finding.getPackages();
            for (int i = 0; i < installed.size(); i++) {
                var name = installed.get(i);
                if (!name.equals(source)) {
                    best = ask(packages.exact(name), finding, now, ranking, best);
                }
            }
        }
        for (int position : ofImage(finding.getImage())) {
            if (position >= best) {
                return best;
            }
            if (scopes[position].includesInItsImages(finding)) {
                best = Math.min(best, ranking.rank(position, finding, now));
            }
        }
        return best;
    }

    private int ask(
            int @Nullable [] positions, Finding finding, Instant now, Ranking ranking, int soFar) {
        if (positions == null) {
            return soFar;
        }
        int best = soFar;
        for (int position : positions) {
            if (position >= best) {
                return best; // they are in order, and no rank is lower than the position
            }
            if (scopes[position].includes(finding)) {
                best = Math.min(best, ranking.rank(position, finding, now));
            }
        }
        return best;
    }

    private int[] ofImage(ImageRef image) {
        var known = last;
        if (known != null && (known.image() == image || isSame(known.image(), image))) {
            return known.positions();
        }
        var found = new OfImage(image, positions(image));
        last = found;
        return found.positions();
    }

    /** As far as an image pattern can tell. */
    private static boolean isSame(ImageRef one, ImageRef other) {
        return one.getRepository().equals(other.getRepository())
                && one.getRegistry().equals(other.getRegistry())
                && one.getDigest().equals(other.getDigest())
                && Objects.equals(one.getTag(), other.getTag());
    }

    private int[] positions(ImageRef image) {
        var registry = image.getRegistry();
        var repository = image.getRepository();
        var under = IntStream.builder();
        add(names.name(registry, repository), under);
        add(names.exact(repository), under);
        add(digests.get(image.getDigest()), under);
        walk(beginnings, registry, repository, under);
        walk(beginnings, null, repository, under);
        walk(ends, registry, repository, under);
        return under.build()
                .filter(position -> scopes[position].includesImage(image))
                .sorted()
                .distinct()
                .toArray();
    }

    private static void walk(
            PrefixTree tree,
            @Nullable String registry,
            String repository,
            IntStream.Builder under) {
        int at = 0;
        for (var node = tree.root(); node != null; node = node.next(registry, repository, at)) {
            at += node.length();
            add(node.positions(), under);
        }
    }

    private static void add(int @Nullable [] positions, IntStream.Builder under) {
        if (positions != null) {
            for (int position : positions) {
                under.add(position);
            }
        }
    }

    /** The attributes that a scope could lie under, the usually most selective first. */
    private static List<List<Key>> choices(Scope scope) {
        var choices = new ArrayList<List<Key>>();
        if (scope.vulnerabilities().length > 0) {
            choices.add(
                    Arrays.stream(scope.vulnerabilities())
                            .map(id -> new Key(Attribute.VULNERABILITY, KeyTable.fold(id)))
                            .distinct()
                            .toList());
        }
        var images = Arrays.stream(scope.images()).map(ScopeIndex::key).distinct().toList();
        if (!images.isEmpty() && !images.contains(null)) {
            choices.add(images);
        }
        if (!scope.packages().isEmpty()) {
            choices.add(
                    scope.packages().stream()
                            .map(name -> new Key(Attribute.PACKAGE, name))
                            .toList());
        }
        return choices;
    }

    private static @Nullable Key key(ImageGlob glob) {
        var name = glob.name();
        if (glob.digest() != null) {
            return new Key(Attribute.DIGEST, glob.digest());
        }
        if (name != null) {
            return new Key(Attribute.NAME, name);
        }
        if (glob.prefix().isEmpty() && glob.suffix().isEmpty()) {
            return null;
        }
        return glob.prefix().length() >= glob.suffix().length()
                ? new Key(Attribute.BEGINNING, glob.prefix())
                : new Key(Attribute.END, glob.suffix());
    }

    private static @Nullable List<Key> mostSelective(
            List<List<Key>> choices, Map<Key, Integer> shared) {
        List<Key> best = null;
        int fewest = Integer.MAX_VALUE;
        for (var keys : choices) {
            int most = keys.stream().mapToInt(key -> shared.getOrDefault(key, 0)).max().orElse(0);
            if (most < fewest) {
                fewest = most;
                best = keys;
            }
        }
        return best;
    }

    private static Map<String, int[]> of(Map<Key, int[]> keyed, Attribute attribute) {
        var values = new HashMap<String, int[]>();
        keyed.forEach(
                (key, positions) -> {
                    if (key.attribute() == attribute) {
                        values.put(key.value(), positions);
                    }
                });
        return values;
    }

    private static int[] array(List<Integer> positions) {
        return positions.isEmpty()
                ? NOBODY
                : positions.stream().mapToInt(Integer::intValue).toArray();
    }
}
