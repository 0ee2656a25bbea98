package dev.plimsoll.embedded.elasticsearch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class Folders {

    private Folders() {}

    /** The path itself, the folder it lies in, and so on up to the root. */
    static List<Path> upwards(Path path) {
        var folders = new ArrayList<Path>();
        for (var folder = path.toAbsolutePath().normalize();
                folder != null;
                folder = folder.getParent()) {
            folders.add(folder);
        }
        return folders;
    }
}
