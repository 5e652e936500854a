"""Static monthly reports on conversions and SMART goals, from analytics exports."""

__version__ = "0.1.0"
