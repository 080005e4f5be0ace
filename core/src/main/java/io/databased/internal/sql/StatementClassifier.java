package io.databased.internal.sql;

import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;

/** Reads the kind of a statement from its tokens. */
final class StatementClassifier {
    private String verb = "";
    private String second = "";
    /** The verb that matters after EXPLAIN and WITH. */
    private String main = "";

    private Token previous = Token.END;
    private String word = "";
    private String wordBefore = "";
    private int words;
    private int depth;

    private boolean analyzed;
    private boolean modifies;
    private boolean mayModify;
    private boolean selectsInto;
    private boolean listsRows;
    private boolean copies;
    private boolean returning;
    private boolean temporary;
    private boolean global;
    private boolean inTemporarySchema;
    private boolean intoTemporary;
    /** Of CREATE: whether the name of what is made has been read. */
    private boolean named;

    private boolean block;
    private boolean routine;
    private boolean prefixes = true;
    private boolean touchesSession;
    private boolean assignable;
    private boolean local;
    private boolean standardStream;
    private boolean autocommit;

    private final boolean tempIsTemporary;

    StatementClassifier(SqlSyntax syntax) {
        this.tempIsTemporary =
                syntax.has(Feature.PREFIXED_PARAMETERS); // SQLite's schema; elsewhere it may be the user's own
    }

    /** Takes the next token; {@code text} is its upper-case text if it is a word or a name in quotes, else empty. */
    void accept(Token token, String text) {
        modifies |= mayModify && token != Token.OPEN;
        mayModify = false;
        boolean variable = previous == Token.AT;
        if (token == Token.WORD && previous != Token.DOT && !variable) {
            keyword(text);
        } else {
            other(token);
        }
        assignable = variable;
        wordBefore = word;
        word = text;
        previous = token;
    }

    private void other(Token token) {
        if (token == Token.OPEN) {
            call();
            named = true;
            depth++;
        } else if (token == Token.CLOSE) {
            depth--;
        } else if (token == Token.ASSIGN) {
            touchesSession |= assignable;
        } else if (token == Token.AT) {
            touchesSession |= word.equals("INTO") || (previous == Token.OPEN && wordBefore.equals("SET")); // SET(@x, 1)
        } else if (token == Token.DOT) {
            boolean ofTemporary = verb.equals("CREATE") && Verbs.TEMPORARY_SCHEMAS.contains(word);
            touchesSession |= ofTemporary;
            intoTemporary |= selectsInto && wordBefore.equals("INTO") && Verbs.TEMPORARY_SCHEMAS.contains(word);
            inTemporarySchema |= ofTemporary && !named && (tempIsTemporary || word.equals("PG_TEMP"));
            named = true;
        }
    }

    private void call() {
        touchesSession |= Verbs.isSessionFunction(word);
        modifies |= Verbs.isWritingFunction(word);
    }

    private void keyword(String keyword) {
        words++;
        if (words == 1) {
            verb = keyword;
        } else if (words == 2) {
            second = keyword;
        }
        if (depth == 0 && main.isEmpty() && (isMain(keyword) || isDescribed(keyword))) {
            main = keyword;
        }
        if (previous == Token.OPEN && Verbs.MODIFYING.contains(keyword)) {
            mayModify = true;
        }
        definition(keyword);
        clause(keyword);
    }

    private static boolean isMain(String keyword) {
        return Verbs.QUERYING.contains(keyword)
                || Verbs.MODIFYING.contains(keyword)
                || keyword.equals("CREATE")
                || keyword.equals("EXECUTE");
    }

    /** What is explained may be run: by ANALYZE, and a PRAGMA of SQLite, which is set when it is prepared. */
    private boolean isDescribed(String keyword) {
        return Verbs.DESCRIBING.contains(verb) && Verbs.SETTING.contains(keyword);
    }

    private void definition(String keyword) {
        routine |= depth == 0 && verb.equals("CREATE") && Verbs.ROUTINES.contains(keyword);
        boolean behind = words > 1 && !keyword.equals(main);
        if (behind && prefixes && (verb.equals("DROP") || verb.equals("CREATE") || main.equals("CREATE"))) {
            temporary |= Verbs.TEMPORARY.contains(keyword);
            global |= keyword.equals("GLOBAL");
            prefixes = Verbs.CREATE_PREFIXES.contains(keyword);
        }
    }

    private void clause(String keyword) {
        boolean followsFor = word.equals("FOR") && previous == Token.WORD;
        switch (keyword) {
            case "ANALYZE", "ANALYSE" -> analyzed |= main.isEmpty();
            case "INTO" -> selectsInto |= depth == 0 && main.equals("SELECT");
            case "VALUES", "SET", "DEFAULT" -> listsRows |= depth == 0;
            case "SELECT", "TABLE", "USING" -> copies |= !listsRows && Verbs.INSERTING.contains(main);
            case "RETURNING" -> returning |= depth == 0;
            case "LOCAL" -> local = true;
            case "STDIN", "STDOUT" -> standardStream = true;
            case "AUTOCOMMIT" -> autocommit = true;
            case "AS", "ON", "FOR" -> named = true;
            case "TEMP", "TEMPORARY" -> intoTemporary |= selectsInto && (word.equals("INTO") || word.equals("LOCAL"));
            default -> {}
        }
        modifies |= followsFor && Verbs.LOCK_STRENGTHS.contains(keyword);
        modifies |= keyword.equals("SHARE") && word.equals("IN");
    }

    /** It is a block of statements, which may do anything. */
    void block() {
        block = true;
    }

    String verb() {
        return verb;
    }

    /** What is not SQL to run but a conversation with the client: COPY with standard streams, LOAD DATA LOCAL. */
    boolean talksToTheClient() {
        return (verb.equals("COPY") && standardStream) || (verb.equals("LOAD") && local);
    }

    boolean controlsTransaction() {
        return (Verbs.kind(verb, second) == StatementKind.CONTROL && !block) || (verb.equals("SET") && autocommit);
    }

    /** Whether it makes something that its connection alone has; only the contents of global tables are such. */
    boolean makesTemporary() {
        return intoTemporary || (verb.equals("CREATE") && ((temporary && !global) || inTemporarySchema));
    }

    StatementKind kind() {
        if (block) {
            return StatementKind.OTHER;
        }
        boolean describing = Verbs.DESCRIBING.contains(verb);
        if (describing && !analyzed && !main.equals("PRAGMA")) {
            return StatementKind.READ;
        }
        boolean indirect = describing || verb.equals("WITH");
        StatementKind kind = indirect && !main.isEmpty() ? Verbs.kind(main, "") : Verbs.kind(verb, second);
        if (kind == StatementKind.DEFINITION) {
            boolean marks = temporary || inTemporarySchema || (touchesSession && !routine);
            return marks ? StatementKind.SESSION : kind;
        }
        if (kind == StatementKind.CONTROL) {
            return kind;
        }
        if (touchesSession || intoTemporary) {
            return StatementKind.SESSION;
        }
        return kind == StatementKind.READ && (modifies || selectsInto) ? StatementKind.WRITE : kind;
    }

    Command.Action action() {
        String effective = effective();
        if (Verbs.INSERTING.contains(effective)) {
            return copies ? Command.Action.COPY : Command.Action.INSERT;
        }
        if (Verbs.MODIFYING.contains(effective)) {
            return Command.Action.CHANGE;
        }
        return Verbs.QUERYING.contains(effective) ? Command.Action.QUERY : Command.Action.OTHER;
    }

    /** The keyword that says what it does, also behind WITH. */
    String effective() {
        return verb.equals("WITH") && !main.isEmpty() ? main : verb;
    }

    /** Whether its keywords tell that it returns rows; others may, too. */
    boolean returnsRows() {
        if (Verbs.DESCRIBING.contains(verb) || verb.equals("SHOW")) {
            return true;
        }
        String effective = effective();
        return Verbs.MODIFYING.contains(effective)
                ? returning
                : !selectsInto && (Verbs.QUERYING.contains(effective) || effective.equals("WITH"));
    }

    /** Whether a database whose definitions commit would commit the transaction that this runs in. */
    boolean mayCommit() {
        boolean definition = Verbs.kind(verb, second) == StatementKind.DEFINITION;
        return (definition && !temporary) || Verbs.COMMITTING.contains(verb);
    }
}
