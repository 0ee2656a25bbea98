package dev.plimsoll.analysis.track;

import dev.plimsoll.event.Finding;
import java.util.Map;

/**
 * What is remembered of the findings that an assessment is compared with.
 *
 * @param documents present findings of the image, by finding id
 * @param tracked findings of its line, present and gone, by tracking id
 */
record Known(Map<String, Finding> documents, Map<String, Tracked> tracked) {}
