package dev.plimsoll.analysis;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class AnalysisApplicationTest {

    @Test
    void theFeaturesFormNoCycleAndKeepToEachOthersContracts() {
        ApplicationModules.of(AnalysisApplication.class).verify();
    }
}
