import io.databased.Session;
import io.databased.junit.DatabasedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MoviesTest {
    @RegisterExtension
    static final DatabasedExtension MOVIES = DatabasedExtension.of("sqlite:///:memory:");

    @Test
    void works(Session session) {
        session.execute("CREATE TABLE movies (title TEXT NOT NULL)").join();
    }
}
