select * from device
