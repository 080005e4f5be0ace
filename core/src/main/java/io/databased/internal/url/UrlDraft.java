package io.databased.internal.url;

import io.databased.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a URL that is being read, decoded. */
final class UrlDraft {
    final String scheme;

    @Nullable
    String user;

    @Nullable
    String password;

    List<Host> hosts = new ArrayList<>();

    @Nullable
    String database;

    final Map<String, String> options = new LinkedHashMap<>();

    @Nullable
    String opaque;

    UrlDraft(String scheme) {
        this.scheme = scheme;
    }

    UrlParts checked() {
        return new UrlParts(scheme, new UrlParts.Authority(user, password, hosts), database, options, opaque);
    }
}
