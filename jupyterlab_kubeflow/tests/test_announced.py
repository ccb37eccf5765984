"""A gateway tells its user's programs where it is, and only them."""

import json
import os
import signal

from served import eventually, is_running


def announced(server):
    return sorted((server.folder / "RUNTIME").glob("jupyterlab-kubeflow-*.json"))


def test_the_file_has_address_and_secret_for_this_user_alone(mortal):
    assert announced(mortal) == []
    mortal.token_client().get("health")
    (file,) = announced(mortal)
    assert file.stat().st_mode & 0o777 == 0o600
    address = json.loads(file.read_text())
    assert sorted(address) == ["protocol", "root", "secret", "socket", "version"]
    assert address["root"] == os.fspath(mortal.root)
    assert os.path.exists(address["socket"])


def test_it_goes_with_a_gateway_whose_server_was_killed(mortal):
    mortal.token_client().get("health")
    pid = mortal.gateway()
    mortal.stop(signal.SIGKILL)
    eventually("the gateway's end", lambda: not is_running(pid))
    assert announced(mortal) == []


def test_it_goes_with_a_gateway_that_was_killed(mortal):
    mortal.token_client().get("health")
    os.kill(mortal.gateway(), signal.SIGKILL)
    eventually("the end of the file", lambda: announced(mortal) == [])
