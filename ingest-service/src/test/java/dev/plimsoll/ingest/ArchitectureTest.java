package dev.plimsoll.ingest;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    @Test
    void featuresFormNoCycleAndUseOnlyWhatIsPublic() {
        ApplicationModules.of(IngestApplication.class).verify();
    }
}
