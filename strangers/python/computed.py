"""What a client computes before it calls: codes, hashes, proofs of a password. Each takes what was kept, then its own."""

import base64
import datetime
import hashlib
import hmac
import json
import secrets
import struct
import time
import urllib.parse
import urllib.request


def totp(kept: dict, seed: str, steps: int = 0) -> str:
    """What an authenticator shows (RFC 6238: SHA-1, thirty seconds, six digits), that many steps from now."""
    counter = int(time.time() + kept.get("later", 0)) // 30 + steps
    digest = hmac.new(base64.b32decode(seed + "=" * (-len(seed) % 8)), struct.pack(">Q", counter), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def text(_kept: dict, length: int) -> str:
    """A text that long: S3 takes no part but the last under 5 MiB."""
    return "a" * length


def message(kept: dict, pool: str) -> str:
    """The code, or the password, in the newest message that a user pool would have sent."""
    with urllib.request.urlopen(f"{kept['endpoint']}/_awsup/messages?pool={pool}") as page:
        return json.load(page)[-1]["code"]


def allow_device(kept: dict, code: str, user: str) -> int:
    """What a person says on the page that a device names; the status of the answer."""
    form = urllib.parse.urlencode({"user_code": code, "user_name": user}).encode()
    with urllib.request.urlopen(f"{kept['endpoint']}/_awsup/device", form) as page:
        return page.status


def secret_hash(_kept: dict, user: str, client: str, secret: str) -> str:
    """SecretHash (developer guide of Amazon Cognito, "Computing secret hash values")."""
    return base64.b64encode(hmac.new(secret.encode(), (user + client).encode(), hashlib.sha256).digest()).decode()


# SRP as Cognito speaks it: RFC 5054's group of 3072 bits, SHA-256, a key of 16 bytes from HKDF.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


def padded(number: int) -> bytes:
    """Big-endian, with a zero before it where it would read as negative."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def hashed(*numbers: int) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(map(padded, numbers))).digest(), "big")


def srp_start(_kept: dict) -> dict:
    own = secrets.randbits(1024)
    return {"own": str(own), "A": f"{pow(G, own, N):x}"}


def srp_proof(_kept: dict, start: dict, challenge: dict, pool: str, password: str) -> dict:
    """What PASSWORD_VERIFIER asks for: a signature and the time that it signs."""
    own, public, theirs = int(start["own"]), int(start["A"], 16), int(challenge["SRP_B"], 16)
    salt, user = int(challenge["SALT"], 16), challenge["USER_ID_FOR_SRP"]
    name = pool.split("_")[1]
    inner = hashlib.sha256(f"{name}{user}:{password}".encode()).digest()
    x = int.from_bytes(hashlib.sha256(padded(salt) + inner).digest(), "big")
    u = hashed(public, theirs)
    shared = pow(theirs - hashed(N, G) * pow(G, x, N), own + u * x, N)
    extracted = hmac.new(padded(u), padded(shared), hashlib.sha256).digest()
    key = hmac.new(extracted, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now:%Y}"
    signed = name.encode() + user.encode() + base64.b64decode(challenge["SECRET_BLOCK"]) + stamp.encode()
    return {"signature": base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode(), "time": stamp}
