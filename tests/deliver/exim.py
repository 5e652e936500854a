"""Exim, a real mail server, on this machine: as nobody, on a free port, with a folder of its own and nothing of the system's."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
from post import PASSWORD, USER

from reportgen.model.delivery import Security, Server

CONF = """\
exim_user = {uid}
exim_group = {gid}
primary_hostname = localhost
keep_environment =
spool_directory = {root}/spool
log_file_path = {root}/%s.log
pid_file_path = {root}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_on_connect_ports = {tls_on_connect}
tls_advertise_hosts = {advertise}
tls_certificate = {root}/server.pem
deliver_drop_privilege = true
message_size_limit = {limit}
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = rcpt
acl_smtp_predata = predata
acl_smtp_data = content

begin acl
rcpt:
  require authenticated = *
          message = no relaying without a login
  deny    local_parts = stranger
          message = unknown user <$local_part@$domain>
  defer   local_parts = grey
          condition = ${{if exists{{{root}/waited}}{{no}}{{yes}}}}
          message = greylisted, come back
  accept
predata:
  deny    condition = ${{if eq{{$sender_address_local_part}}{{barred}}}}
          message = no letters from you
  accept
content:
  deny    condition = ${{if match{{$h_Subject:}}{{barred}}}}
          message = this letter looks bad
  accept

begin routers
here:
  driver = accept
  transport = inbox

begin transports
inbox:
  driver = appendfile
  directory = {root}/inbox
  maildir_format
  create_directory
  envelope_to_add
  return_path_add
  user = {uid}
  group = {gid}

begin authenticators
{authenticators}
"""
PLAIN = """\
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_set_id = $auth2
"""
LOGIN = """\
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_set_id = $auth1
"""


@dataclass(frozen=True)
class Exim:
    """A running server, how to reach it, and what it did."""

    root: Path
    server: Server

    def arrived(self, count: int) -> list[bytes]:
        """The letters in its maildir, oldest first, once there are so many: it delivers in a process of its own."""
        until = time.monotonic() + 30
        while len(found := sorted((self.root / "inbox/new").glob("*"), key=lambda file: file.stat().st_mtime_ns)) < count:
            assert time.monotonic() < until, f"{len(found)} of {count} letters arrived; {self.log()}"
            time.sleep(0.02)
        return [file.read_bytes() for file in found]

    def log(self) -> str:
        return "".join(file.read_text("utf-8", "replace") for file in sorted(self.root.glob("*.log")))


@contextmanager
def running(
    certificate: trustme.LeafCert,
    *,
    security: Security = Security.STARTTLS,
    ways: str = PLAIN + LOGIN,
    tls: bool = True,
    limit: str = "50M",
) -> Iterator[Exim]:
    """The server, with a login over TLS only. `ways` are its authenticators, without `tls` it offers no TLS, `limit` is its largest one."""
    program = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "exim4 is needed here: apt-get install exim4-daemon-light"
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    root = Path(tempfile.mkdtemp(prefix="exim-"))
    try:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (root / "server.pem").write_bytes(b"".join(blob.bytes() for blob in (certificate.private_key_pem, *certificate.cert_chain_pems)))
        conf = CONF.format(
            uid=user.pw_uid, gid=user.pw_gid, root=root, port=port, limit=limit,
            tls_on_connect=port if security is Security.TLS else "", advertise="*" if tls else "",
            authenticators=ways.format(user=USER, password=PASSWORD),
        )  # fmt: skip
        (root / "conf").write_text(conf, "utf-8")
        if os.geteuid() == 0:
            for each in (root, *root.iterdir()):
                os.chown(each, user.pw_uid, user.pw_gid)
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (root / "out").open("wb") as out:
            # taken and not fed: with an input that is closed exim believes itself to be called by inetd
            daemon = subprocess.Popen(
                [program, "-C", str(root / "conf"), "-bdf"], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", **identity
            )
        try:
            _wait_for(port, daemon, root)
            yield Exim(root, Server("localhost", port, security, USER, PASSWORD, timeout=20.0))
        finally:
            daemon.terminate()
            daemon.wait(10)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _wait_for(port: int, daemon: subprocess.Popen[bytes], root: Path) -> None:
    until = time.monotonic() + 20
    while True:
        assert daemon.poll() is None and time.monotonic() < until, (root / "out").read_text("utf-8", "replace")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
