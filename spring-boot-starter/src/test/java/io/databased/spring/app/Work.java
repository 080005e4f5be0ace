package io.databased.spring.app;

import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Runs work with each of the settings that {@code @Transactional} has. */
@Component
public class Work {
    /** A failure that is rolled back unless a rule says otherwise. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A failure that is committed unless a rule says otherwise. */
    public static final class Expected extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Transactional
    public <T> T required(Supplier<T> work) {
        return work.get();
    }

    @Transactional
    public void requiredThen(Runnable work, Exception end) throws Exception {
        work.run();
        throw end;
    }

    @Transactional(rollbackFor = Expected.class, noRollbackFor = Broken.class)
    public void ruledThen(Runnable work, Exception end) throws Exception {
        work.run();
        throw end;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public <T> T requiresNew(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW, readOnly = true)
    public <T> T newReadOnly(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NESTED)
    public <T> T nested(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.SUPPORTS)
    public <T> T supports(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public <T> T mandatory(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NEVER)
    public <T> T never(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public <T> T notSupported(Supplier<T> work) {
        return work.get();
    }

    @Transactional(readOnly = true)
    public <T> T readOnly(Supplier<T> work) {
        return work.get();
    }

    @Transactional(isolation = Isolation.SERIALIZABLE)
    public <T> T serializable(Supplier<T> work) {
        return work.get();
    }

    @Transactional(timeout = 1)
    public <T> T withinOneSecond(Supplier<T> work) {
        return work.get();
    }
}
