package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** A certificate authority that only the test knows which made it. It issues certificates for servers and for users. */
public final class TestAuthority {
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));

    private final byte[] name;
    private final KeyPair keys;
    private final String certificate;

    private TestAuthority(String name) {
        this.name = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(name))));
        this.keys = newKeys();
        this.certificate = issue(this.name, keys.getPublic(), now().plus(Duration.ofDays(1)), authorityExtension());
    }

    /** A new authority with a key of its own. */
    public static TestAuthority create() {
        return new TestAuthority("Databased Test Authority " + Long.toHexString(new SecureRandom().nextLong()));
    }

    /** A private key and its certificate, each as PEM. */
    public record Identity(String certificate, String key) {}

    /** The authority's own certificate as PEM. */
    public String certificate() {
        return certificate;
    }

    /** A file with the authority's own certificate, for settings that want a path; it is deleted with this JVM. */
    public Path file() {
        return temporary(certificate);
    }

    /**
     * Issues a certificate that is valid for a day.
     *
     * @param names host names or IPv4 addresses of a server, or the name of a user; the first is the common name
     */
    public Identity issue(String... names) {
        return issue(now().plus(Duration.ofDays(1)), names);
    }

    /** Issues a certificate that was valid until yesterday. */
    public Identity issueExpired(String... names) {
        return issue(now().minus(Duration.ofDays(1)), names);
    }

    private Identity issue(Instant until, String... names) {
        KeyPair own = newKeys();
        byte[] subject = Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(names[0]))));
        String signed = issue(subject, own.getPublic(), until, namesExtension(names));
        return new Identity(signed, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private String issue(byte[] subject, PublicKey key, Instant until, byte[] extension) {
        byte[] content = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(100, new SecureRandom()).add(BigInteger.ONE)),
                ECDSA_SHA256,
                name,
                Der.sequence(Der.time(now().minus(Duration.ofDays(2))), Der.time(until)),
                subject,
                key.getEncoded(),
                Der.tagged(0xa3, Der.sequence(extension)));
        return pem("CERTIFICATE", Der.sequence(content, ECDSA_SHA256, Der.bits(sign(keys.getPrivate(), content))));
    }

    private static byte[] authorityExtension() {
        return Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(Der.sequence(Der.yes())));
    }

    private static byte[] namesExtension(String... names) {
        byte[][] encoded = Arrays.stream(names).map(TestAuthority::generalName).toArray(byte[][]::new);
        return Der.sequence(Der.oid("2.5.29.17"), Der.octets(Der.sequence(encoded)));
    }

    private static byte[] generalName(String name) {
        if (!name.matches("[0-9.]+")) {
            return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.tagged(0x87, InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(name + " is no IPv4 address.", e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path temporary(String pem) {
        try {
            Path file = Files.createTempFile("databased-", ".pem"); // readable by its owner alone
            file.toFile().deleteOnExit();
            return Files.writeString(file, pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static Instant now() {
        return Instant.now();
    }
}
