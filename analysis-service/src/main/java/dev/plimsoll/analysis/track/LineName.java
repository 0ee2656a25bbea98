package dev.plimsoll.analysis.track;

/** One line of one repository for one platform: what alerts and history speak of. */
record LineName(String repositoryKey, String line, String platform) {}
