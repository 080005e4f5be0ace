package io.databased.spring;

import io.databased.AcquireTimeoutException;
import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionFailedException;
import io.databased.ConnectionLostException;
import io.databased.DatabasedException;
import io.databased.MappingException;
import io.databased.SessionFailedException;
import io.databased.StatementException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Failures as Spring's {@link DataAccessException}, by their portable {@linkplain StatementException#kind() kind}. The message
 * stays, the cause is the failure itself. With this as a bean, Spring translates what beans marked {@code @Repository} throw.
 */
public final class DatabasedExceptionTranslator implements PersistenceExceptionTranslator {
    /** A failure that Spring has no class for. */
    private static final class Uncategorized extends UncategorizedDataAccessException {
        private static final long serialVersionUID = 1L;

        Uncategorized(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @return null if it is no failure of this library */
    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException failure) {
        return failure instanceof DatabasedException ours ? translate(ours) : null;
    }

    private static DataAccessException translate(DatabasedException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof StatementException refused) {
            return translate(refused.kind(), message, failure);
        }
        if (failure instanceof SessionFailedException && failure.getCause() instanceof StatementException first) {
            return translate(first.kind(), message, failure);
        }
        if (failure instanceof AcquireTimeoutException late) {
            return late.reason() == AcquireTimeoutException.Reason.UNREACHABLE
                    ? new DataAccessResourceFailureException(message, failure)
                    : new TransientDataAccessResourceException(message, failure);
        }
        if (failure instanceof ConnectionFailedException) {
            return new DataAccessResourceFailureException(message, failure);
        }
        if (failure instanceof ConnectionLostException) {
            return new RecoverableDataAccessException(message, failure);
        }
        if (failure instanceof MappingException) {
            return new DataRetrievalFailureException(message, failure);
        }
        if (failure instanceof CommitOutcomeUnknownException || failure.getClass() == DatabasedException.class) {
            return new Uncategorized(message, failure);
        }
        return new InvalidDataAccessApiUsageException(message, failure);
    }

    private static DataAccessException translate(StatementException.Kind kind, String message, Throwable failure) {
        return switch (kind) {
            case UNIQUE -> new DuplicateKeyException(message, failure);
            case FOREIGN_KEY, NOT_NULL, CHECK, DATA -> new DataIntegrityViolationException(message, failure);
            case SYNTAX, OBJECT -> new InvalidDataAccessResourceUsageException(message, failure);
            case PERMISSION -> new PermissionDeniedDataAccessException(message, failure);
            case SERIALIZATION, DEADLOCK -> new PessimisticLockingFailureException(message, failure);
            case BUSY -> new CannotAcquireLockException(message, failure);
            case TIMEOUT, CANCELLED -> new QueryTimeoutException(message, failure);
            case READ_ONLY, UNSUPPORTED -> new InvalidDataAccessApiUsageException(message, failure);
            case DISK_FULL, CORRUPT, SYSTEM -> new DataAccessResourceFailureException(message, failure);
            case TRANSACTION_ENDED -> new RecoverableDataAccessException(message, failure);
            case OTHER -> new Uncategorized(message, failure);
        };
    }
}
