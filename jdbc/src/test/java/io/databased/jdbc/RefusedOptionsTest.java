package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.InvalidUrlException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options by which a URL would run code or read files. */
@Tag("I5")
final class RefusedOptionsTest {
    /** Most drivers would pass over them in silence. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?user=u&max_size=3",
                "jdbc:mariadb://h/d?min_size=3",
                "jdbc:h2:mem:d;ACQUIRE_TIMEOUT=3",
                "jdbc:postgresql://h/d?max_waiting=1",
                "jdbc:mysql://h/d?idle_timeout=1m",
                "jdbc:mariadb://h/d?max_lifetime=1h"
            })
    void optionsOfThePoolAreNotTheDrivers(String url) {
        assertThatThrownBy(() -> Database.of(url))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("set it by PoolOptions on the builder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?user=u&socketFactory=a.B",
                "jdbc:postgresql://h/d?sslfactory=a.B&sslfactoryarg=x",
                "jdbc:postgresql://h/d?SSLHostnameVerifier=a.B",
                "jdbc:postgresql://h/d?loggerLevel=TRACE&loggerFile=/tmp/x",
                "jdbc:postgresql://h/d?authenticationPluginClassName=a.B",
                "jdbc:mysql://h/d?allowLoadLocalInfile=true",
                "jdbc:mysql://h/d?%61llowLoadLocalInfile=true",
                "jdbc:mysql://h/d?a=b&autoDeserialize=true&queryInterceptors=a.B",
                "jdbc:mysql://(host=h,port=1,autoDeserialize=yes)/d",
                "jdbc:mysql://address=(host=h)(queryInterceptors=a.B)/d",
                "jdbc:mysql://h/d?allowUrlInLocalInfile=true",
                "jdbc:mysql://h/d?propertiesTransform=a.B",
                "jdbc:mariadb://h/d?allowLocalInfile=true",
                "jdbc:mariadb://h/d?credentialType=PROPERTY",
                "jdbc:mariadb://h/d?initSql=SELECT 1",
                "jdbc:h2:mem:d;INIT=RUNSCRIPT FROM 'x'",
                "jdbc:h2:mem:d;MODE=MySQL; init = SELECT 1",
                "jdbc:h2:mem:d;I\\NIT=SELECT 1",
                "jdbc:h2:mem:d;\u0131nit=SELECT 1",
                "jdbc:h2:mem:d\\;INIT=SELECT 1",
                "jdbc:mysql://h/d?a=b&AUTODE\u017fERIALIZE=true",
                "jdbc:mysql://h/d?\u212afactory=1&ALLOWLOADLOCAL\u0130NFILE=true",
                "jdbc:mariadb://h/d?allowLocalInfile",
                "jdbc:mariadb://h/d?a=b&allowLocalInfile&c=d",
                "jdbc:h2:mem:d;TRACE_LEVEL_FILE=3",
                "jdbc:h2:mem:d;DATABASE_EVENT_LISTENER='a.B'",
                "jdbc:sqlite:/tmp/x?enable_load_extension=true",
                "jdbc:duckdb:x;session_init_sql_file=/tmp/x",
                "jdbc:sqlserver://h;socketFactoryClass=a.B"
            })
    void areRefusedByName(String url) {
        assertThatThrownBy(() -> Database.of(url))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("a JDBC URL must not have the option");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?user=u&password=a%26socketFactory%3Db&ssl=true&sslrootcert=/ca.pem",
                "jdbc:mysql://h/d?useSSL=true&connectTimeout=5",
                "jdbc:mariadb://h/init?user=u",
                "jdbc:mysql://h,logger,init/d?user=u",
                "jdbc:h2:mem:init;MODE=PostgreSQL;DB_CLOSE_DELAY=-1"
            })
    void othersAreTheDriversBusiness(String url) {
        assertThatCode(() -> Database.of(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?reWriteBatchedInserts=true",
                "jdbc:postgresql://h/d?raiseExceptionOnSilentRollback=false",
                "jdbc:postgresql://h/d?options=-c%20standard_conforming_strings%3Doff",
                "jdbc:mysql://h/d?rewriteBatchedStatements=TRUE",
                "jdbc:mysql://h/d?sendFractionalSeconds=false",
                "jdbc:mysql://h/d?zeroDateTimeBehavior=ROUND",
                "jdbc:mysql://h/d?blobsAreStrings=yes",
                "jdbc:mysql://h/d?functionsNeverReturnBlobs=true",
                "jdbc:mysql://h/d?padCharsWithSpace=true",
                "jdbc:mysql://h/d?characterEncoding=latin1",
                "jdbc:mysql://h/d?connectionCollation=latin1_swedish_ci",
                "jdbc:mysql://(host=h,rewriteBatchedStatements=true)/d",
                "jdbc:mariadb://h/d?useBulkStmts=true"
            })
    void optionsThatHaveTheDriverTellWhatIsNotSoAreRefusedByName(String url) {
        assertThatThrownBy(() -> Database.of(url))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("the driver would tell other values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?reWriteBatchedInserts=false&raiseExceptionOnSilentRollback=true&options=-c%20a%3Db",
                "jdbc:mysql://h/d?rewriteBatchedStatements=false&sendFractionalSeconds=true&zeroDateTimeBehavior=EXCEPTION",
                "jdbc:mysql://h/d?characterEncoding=UTF-8&connectionCollation=utf8mb4_bin&padCharsWithSpace=0",
                "jdbc:mariadb://h/d?useBulkStmts=no"
            })
    void otherValuesOfTheseAreTheDriversBusiness(String url) {
        assertThatCode(() -> Database.of(url)).doesNotThrowAnyException();
    }

    @Test
    void sqlOfSuchAUrlIsNotRun(@TempDir Path folder) {
        Path file = folder.resolve("written");

        assertThatThrownBy(() -> Database.of("jdbc:h2:mem:;INIT=CALL CSVWRITE('" + file + "', 'SELECT 1')"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageNotContaining("CSVWRITE");

        assertThat(Files.exists(file)).isFalse();
    }
}
