#!/bin/bash
# Builds the virtual car: a Linux kernel that runs as an ordinary process, with simulated parts of a Raspberry Pi. Once, about
# 10 minutes of CPU time, 3 GB of disk.
# usage: tests/vcar/build.sh SOURCE_TARBALL OUTPUT_FOLDER [WORK_FOLDER]
# SOURCE_TARBALL: linux-source-6.12.tar.xz from Debian's package linux-source-6.12 (apt-get install linux-source-6.12)
# needs: build-essential flex bison bc libelf-dev xz-utils device-tree-compiler
set -euo pipefail
tarball=$(realpath "$1")
mkdir -p "$2"
output=$(realpath "$2")
work=${3:-$(mktemp -d)}
cd "$work"
[ -d linux-source-6.12 ] || tar -xf "$tarball"

cat >car.dts <<'DTS'
/dts-v1/;
/ {
    #address-cells = <1>;
    #size-cells = <1>;
    model = "Raspberry Pi 4 Model B Rev 1.4 (virtual)";
    compatible = "raspberrypi,4-model-b", "brcm,bcm2711";
    system { linux,revision = <0x00c03114>; };
    gpiosim {
        compatible = "gpio-simulator";
        bank0 {
            gpio-controller;
            #gpio-cells = <2>;
            ngpios = <58>;
            gpio-sim,label = "pinctrl-bcm2711";
        };
    };
};
DTS
dtc -q -O dtb -o "$output/vcar.dtb" car.dts

cd linux-source-6.12
make -s ARCH=um defconfig
built_in="MODULES HOSTFS TMPFS DEVTMPFS CONFIGFS_FS DEBUG_FS HIGH_RES_TIMERS UML_TIME_TRAVEL_SUPPORT
    VIRTIO_UML UML_PCI_OVER_VIRTIO OF GPIOLIB GPIO_CDEV GPIO_CDEV_V1 GPIO_SIM I2C I2C_CHARDEV WATCHDOG SOFT_WATCHDOG
    FB MEDIA_SUPPORT MEDIA_TEST_SUPPORT V4L_TEST_DRIVERS VIDEO_VIVID SOUND SND SND_ALOOP"
for option in $built_in; do scripts/config --enable "$option"; done
scripts/config --set-val UML_PCI_OVER_VIRTIO_DEVICE_ID 1234  # any: it is there so that the kernel has memory-mapped devices
scripts/config --module I2C_STUB --disable GCC_PLUGINS
make -s ARCH=um olddefconfig
for option in $built_in I2C_STUB; do
    grep -qE "^CONFIG_$option=[ym]" .config || { echo "the kernel did not take $option" >&2; exit 1; }
done
# This kernel can't interrupt itself, so a simulated line's interrupt would wait for the next tick, and edges closer than that
# would become one. Deliver it at once.
grep -q irq_work_run kernel/irq/irq_sim.c ||
    sed -i 's/^\(\s*\)irq_work_queue(&irq_ctx->work_ctx->work);/&\n\1irq_work_run();/' kernel/irq/irq_sim.c
make -s ARCH=um -j"$(nproc)" linux modules
strip -o "$output/vcar-linux" linux
cp drivers/i2c/i2c-stub.ko "$output/"
echo "the virtual car is in $output: run its tests with HEED_VCAR=$output .venv/bin/python -m pytest tests/vcar"
