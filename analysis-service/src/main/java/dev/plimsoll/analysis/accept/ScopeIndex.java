package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scopes that include a finding without asking all of them. Every scope lies under one of
 * its attributes: the vulnerabilities, the images (by digest, by name, or by what a name begins or
 * ends with) or the packages it names, whichever it shares with the fewest others. What names none
 * of these, as a {@code never} rule may, is asked for every finding.
 *
 * <p>So a finding costs some look-ups and the few scopes that share a word with it, however many
 * there are. Immutable, and asking allocates nothing.
 */
final class ScopeIndex {

    /** Better than everything is 0; this is worse than everything. */
    static final int NONE = Integer.MAX_VALUE;

    private static final int[] NOBODY = {};

    private final Scope[] scopes;
    private final KeyTable vulnerabilities;
    private final KeyTable names;
    private final Map<String, int[]> digests;
    private final Map<String, int[]> packages;
    private final PrefixTree beginnings;
    private final PrefixTree ends;
    private final int[] everywhere;

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
        this.packages = of(keyed, Attribute.PACKAGE);
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
            best = ask(packages.get(finding.getPackage$()), finding, now, ranking, best);
            var installed = finding.getPackages();
            for (int i = 0; i < installed.size(); i++) {
                best = ask(packages.get(installed.get(i)), finding, now, ranking, best);
            }
        }
        return byImage(finding, now, ranking, best);
    }

    private int byImage(Finding finding, Instant now, Ranking ranking, int soFar) {
        var registry = finding.getImage().getRegistry();
        var repository = finding.getImage().getRepository();
        int best = soFar;
        if (!names.isEmpty()) {
            best = ask(names.name(registry, repository), finding, now, ranking, best);
            best = ask(names.exact(repository), finding, now, ranking, best);
        }
        if (!digests.isEmpty()) {
            best = ask(digests.get(finding.getImage().getDigest()), finding, now, ranking, best);
        }
        best = walk(beginnings, registry, repository, finding, now, ranking, best);
        best = walk(beginnings, null, repository, finding, now, ranking, best);
        return walk(ends, registry, repository, finding, now, ranking, best);
    }

    private int walk(
            PrefixTree tree,
            @Nullable String registry,
            String repository,
            Finding finding,
            Instant now,
            Ranking ranking,
            int soFar) {
        int best = soFar;
        int at = 0;
        for (var node = tree.root(); node != null; node = node.next(registry, repository, at)) {
            at += node.length();
            best = ask(node.positions(), finding, now, ranking, best);
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
