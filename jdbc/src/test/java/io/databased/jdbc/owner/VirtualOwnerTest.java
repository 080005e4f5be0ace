package io.databased.jdbc.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.callback.Lead;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on a virtual thread, from JDK 24 on; before, this is the same on a platform thread. */
class VirtualOwnerTest extends OwnedSessionTest {
    @Override
    Threads threads() {
        return Threads.VIRTUAL;
    }

    @Test
    @Tag("R31")
    @Tag("R32")
    @Tag("P21")
    void isVirtualWhereMonitorsDoNotPin() throws InterruptedException {
        AtomicReference<Boolean> owner = new AtomicReference<>();
        Lead lead = new Lead(stuck -> {});
        Thread thread = Threads.VIRTUAL.start("databased-test-3", null, lead, leader -> {
            lead.take(leader, null);
            owner.set(Owner.isCurrentThread());
        });
        thread.join();

        boolean virtual = Runtime.version().feature() >= 24;
        assertThat(thread.getClass().getSimpleName()).isEqualTo(virtual ? "VirtualThread" : "Worker");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(owner.get()).isTrue();
        assertThat(Threads.isOwner(thread)).isEqualTo(!virtual);
    }
}
