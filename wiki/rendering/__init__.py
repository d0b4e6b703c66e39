"""Markdown to HTML in processes that may die: conversion, sanitising, and the pool around them."""
