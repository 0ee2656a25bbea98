package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.ingest.scan.system.Diversions;
import dev.plimsoll.ingest.scan.system.InstalledPackage;
import dev.plimsoll.ingest.scan.system.OwnedFiles;
import dev.plimsoll.ingest.scan.system.PathHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which installed package of the operating system owns a file (D31). */
final class Owners {

    private final Map<String, List<InstalledPackage>> installed = new HashMap<>();
    private final List<OwnedFiles> lists;
    private final List<Diversions.Diversion> diversions;

    Owners(
            Collection<InstalledPackage> installed,
            List<OwnedFiles> lists,
            List<Diversions.Diversion> diversions) {
        for (var each : installed) {
            this.installed.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(each);
        }
        this.lists = List.copyOf(lists);
        this.diversions = List.copyOf(diversions);
    }

    /**
     * @param paths a few, beside the files of all packages
     * @return by path; without those that nobody owns
     */
    Map<String, InstalledPackage> of(Collection<String> paths) {
        var asked = new HashMap<Long, List<String>>();
        for (var path : paths) {
            asked.computeIfAbsent(PathHash.merged(path), _ -> new ArrayList<>()).add(path);
        }
        if (asked.isEmpty()) {
            return Map.of();
        }
        // A diverted file lies elsewhere, under the name that its package's list has for it.
        var divertedFrom = new HashMap<Long, List<Diversions.Diversion>>();
        var divertedTo = new HashMap<Long, Diversions.Diversion>();
        for (var diversion : diversions) {
            divertedTo.put(diversion.from(), diversion);
            if (asked.containsKey(diversion.to())) {
                divertedFrom
                        .computeIfAbsent(diversion.from(), _ -> new ArrayList<>())
                        .add(diversion);
            }
        }
        var owners = new HashMap<String, InstalledPackage>();
        for (var list : lists) {
            var owner = owner(list);
            if (owner == null) {
                continue;
            }
            for (long path : list.paths()) {
                var diversion = divertedTo.get(path);
                if (diversion == null || diversion.diverter().equals(owner.name())) {
                    for (var name : asked.getOrDefault(path, List.of())) {
                        owners.put(name, owner);
                    }
                } else {
                    for (var moved : divertedFrom.getOrDefault(path, List.of())) {
                        for (var name : asked.getOrDefault(moved.to(), List.of())) {
                            owners.put(name, owner);
                        }
                    }
                }
            }
        }
        return owners;
    }

    private @Nullable InstalledPackage owner(OwnedFiles list) {
        for (var candidate : installed.getOrDefault(list.owner(), List.of())) {
            if (list.architecture().isEmpty()
                    || list.architecture().equals(candidate.architecture())) {
                return candidate;
            }
        }
        return null;
    }
}
