#!/bin/sh
# Process 1 of the virtual car. Its root is the host's file system, read-only; VCAR_RESULTS is the one folder it may write to.
# The kernel hands over as environment what it does not know itself: the VCAR_ words of its command line.
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev 2>/dev/null
mkdir -p /dev/shm && mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t hostfs -o "$VCAR_RESULTS" results /mnt
export HOME=/run TMPDIR=/run LG_WD=/run PYTHONPATH="$VCAR_ROOT" PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 OMP_NUM_THREADS=1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
cd /run && exec "$VCAR_PYTHON" -m tests.vcar.guest.boot
