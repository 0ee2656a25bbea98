package dev.plimsoll.notify;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class StructureTest {

    @Test
    void featuresFormNoCycleAndUseEachOthersContractsOnly() {
        ApplicationModules.of(NotifyApplication.class).verify();
    }
}
