"""How much memory a process holds."""

from pathlib import Path


def resident_mb(process_id: int) -> float | None:
    """Return what Linux tells of a process's resident memory, in MB; None on other systems."""
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    except OSError:
        return None
    values = dict(line.split(":", 1) for line in status.splitlines())
    return int(values["VmRSS"].split()[0]) / 1024
